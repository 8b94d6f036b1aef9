--TEST--
lifecycle: an uncaught exception before, during and after every operation that waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/torture.php';

torture('exception');
?>
--EXPECT_EXTERNAL--
torture.expect

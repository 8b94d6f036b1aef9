--TEST--
lifecycle: a fatal error before, during and after every operation that waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/torture.php';

torture('fatal');
?>
--EXPECT_EXTERNAL--
torture.expect

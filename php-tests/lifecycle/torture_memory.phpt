--TEST--
lifecycle: memory_limit before, during and after every operation that waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/torture.php';

torture('memory');
?>
--EXPECT_EXTERNAL--
torture.expect

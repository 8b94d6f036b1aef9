--TEST--
lifecycle: exit() before, during and after every operation that waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/torture.php';

torture('exit');
?>
--EXPECT_EXTERNAL--
torture.expect

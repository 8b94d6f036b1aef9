--TEST--
lifecycle: the time limit before, during and after every operation that waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/torture.php';

torture('time');
?>
--EXPECT_EXTERNAL--
torture.expect

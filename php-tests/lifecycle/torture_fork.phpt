--TEST--
lifecycle: a fork whose child exits, and exit(), before, during and after every operation that waits
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/torture.php';

torture('fork');
?>
--EXPECT_EXTERNAL--
torture.expect

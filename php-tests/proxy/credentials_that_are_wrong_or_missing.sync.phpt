--TEST--
proxy: a proxy that knows others refuses [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/credentials_that_are_wrong_or_missing.inc');
?>
--EXPECTF_EXTERNAL--
credentials_that_are_wrong_or_missing.expect

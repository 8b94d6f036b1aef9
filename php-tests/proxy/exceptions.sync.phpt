--TEST--
proxy: with throw a failed proxy is a ConnectException in phase proxy [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/exceptions.inc');
?>
--EXPECTF_EXTERNAL--
exceptions.expect

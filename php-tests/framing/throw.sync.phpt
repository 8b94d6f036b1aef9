--TEST--
framing: with the setting throw a packet that is none is a ClosedException [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/throw.inc');
?>
--EXPECTF_EXTERNAL--
throw.expect

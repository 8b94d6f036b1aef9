--TEST--
sockets: Unix datagrams, to the peer and to whom is named; the file goes with close() [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/unix_datagrams.inc');
?>
--EXPECTF_EXTERNAL--
unix_datagrams.expect

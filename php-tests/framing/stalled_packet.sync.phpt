--TEST--
framing: a packet that stalls is a timeout with the partial length; the next recv() goes on with it [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/stalled_packet.inc');
?>
--EXPECTF_EXTERNAL--
stalled_packet.expect

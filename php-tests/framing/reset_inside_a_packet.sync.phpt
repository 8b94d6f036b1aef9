--TEST--
framing: a reset inside a packet tells what had arrived [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/reset_inside_a_packet.inc');
?>
--EXPECTF_EXTERNAL--
reset_inside_a_packet.expect

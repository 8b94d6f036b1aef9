--TEST--
framing: an end inside a packet is an error with the partial length, never an empty string [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/cut_packet.inc');
?>
--EXPECTF_EXTERNAL--
cut_packet.expect

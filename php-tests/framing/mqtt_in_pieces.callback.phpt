--TEST--
framing: MQTT packets in pieces, and a remaining length that is none [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/mqtt_in_pieces.inc');
?>
--EXPECTF_EXTERNAL--
mqtt_in_pieces.expect

--TEST--
framing: set() may change the framing between two packets; what has arrived stays [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/change_between_packets.inc');
?>
--EXPECTF_EXTERNAL--
change_between_packets.expect

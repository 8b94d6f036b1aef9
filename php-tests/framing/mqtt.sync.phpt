--TEST--
framing: open_mqtt_protocol delivers one packet per recv(), from mosquitto [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/mqtt.inc');
?>
--EXPECTF_EXTERNAL--
mqtt.expect

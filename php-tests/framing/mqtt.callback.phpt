--TEST--
framing: open_mqtt_protocol delivers one packet per recv(), from mosquitto [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/mqtt.inc');
?>
--EXPECTF_EXTERNAL--
mqtt.expect

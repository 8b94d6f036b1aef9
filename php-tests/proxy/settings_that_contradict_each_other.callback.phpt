--TEST--
proxy: settings of proxies that contradict each other throw [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/settings_that_contradict_each_other.inc');
?>
--EXPECTF_EXTERNAL--
settings_that_contradict_each_other.expect

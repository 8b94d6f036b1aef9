--TEST--
proxy: null and false switch a proxy off [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/null_and_false_switch_it_off.inc');
?>
--EXPECTF_EXTERNAL--
null_and_false_switch_it_off.expect

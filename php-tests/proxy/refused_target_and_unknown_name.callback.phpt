--TEST--
proxy: each proxy tells of a target that refuses and of a name that is none [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/refused_target_and_unknown_name.inc');
?>
--EXPECTF_EXTERNAL--
refused_target_and_unknown_name.expect

--TEST--
proxy: each proxy tells of a target that refuses and of a name that is none [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/refused_target_and_unknown_name.inc');
?>
--EXPECTF_EXTERNAL--
refused_target_and_unknown_name.expect

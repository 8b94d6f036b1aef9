--TEST--
faces: the setting throw [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/throw_setting.inc');
?>
--EXPECTF_EXTERNAL--
throw_setting.expect

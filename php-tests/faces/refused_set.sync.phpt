--TEST--
faces: after a set() that was refused there is no connection and no upgrade until the same settings were set [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/refused_set.inc');
?>
--EXPECTF_EXTERNAL--
refused_set.expect

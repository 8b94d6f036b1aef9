--TEST--
faces: the setting deadline bounds the conversation [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/deadline.inc');
?>
--EXPECTF_EXTERNAL--
deadline.expect

--TEST--
framing: the setting deadline ends receiving although packets are at hand [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/deadline.inc');
?>
--EXPECTF_EXTERNAL--
deadline.expect

--TEST--
faces: a reset by the peer [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/reset.inc');
?>
--EXPECTF_EXTERNAL--
reset.expect

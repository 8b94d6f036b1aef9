--TEST--
faces: large transfers in both directions arrive whole [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/large_transfers.inc');
?>
--EXPECTF_EXTERNAL--
large_transfers.expect

--TEST--
faces: large transfers in both directions arrive whole [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/large_transfers.inc');
?>
--EXPECTF_EXTERNAL--
large_transfers.expect

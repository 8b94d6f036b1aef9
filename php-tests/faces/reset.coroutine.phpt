--TEST--
faces: a reset by the peer [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/reset.inc');
?>
--EXPECTF_EXTERNAL--
reset.expect

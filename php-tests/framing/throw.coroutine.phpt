--TEST--
framing: with the setting throw a packet that is none is a ClosedException [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/throw.inc');
?>
--EXPECTF_EXTERNAL--
throw.expect

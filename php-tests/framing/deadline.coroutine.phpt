--TEST--
framing: the setting deadline ends receiving although packets are at hand [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/deadline.inc');
?>
--EXPECTF_EXTERNAL--
deadline.expect

--TEST--
faces: the setting deadline bounds the conversation [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/deadline.inc');
?>
--EXPECTF_EXTERNAL--
deadline.expect

--TEST--
framing: peek() sees what was received ahead; close() drops it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/peek_and_close.inc');
?>
--EXPECTF_EXTERNAL--
peek_and_close.expect

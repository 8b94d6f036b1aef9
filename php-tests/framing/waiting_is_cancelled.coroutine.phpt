--TEST--
framing: close() ends a recv() that waits for the rest of a packet [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/waiting_is_cancelled.inc');
?>
--EXPECTF_EXTERNAL--
waiting_is_cancelled.expect

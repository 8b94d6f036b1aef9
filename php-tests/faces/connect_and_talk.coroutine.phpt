--TEST--
faces: connect, send, receive, close, and again [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/connect_and_talk.inc');
?>
--EXPECTF_EXTERNAL--
connect_and_talk.expect

--TEST--
faces: connect, send, receive, close, and again [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/connect_and_talk.inc');
?>
--EXPECTF_EXTERNAL--
connect_and_talk.expect

--TEST--
sockets: shutdown() of what is sent, and what comes goes on coming [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/half_close.inc');
?>
--EXPECTF_EXTERNAL--
half_close.expect

--TEST--
sockets: a datagram that is refused is an answer with flag 1, and not the end [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/udp_refused.inc');
?>
--EXPECTF_EXTERNAL--
udp_refused.expect

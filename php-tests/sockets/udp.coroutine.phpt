--TEST--
sockets: UDP, with flag 1 and without, of both families, by name: every size, and too much [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/udp.inc');
?>
--EXPECTF_EXTERNAL--
udp.expect

--TEST--
sockets: nginx answers over TCP, TLS and a Unix socket [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/nginx.inc');
?>
--EXPECTF_EXTERNAL--
nginx.expect

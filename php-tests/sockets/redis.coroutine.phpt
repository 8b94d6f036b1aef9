--TEST--
sockets: redis-server answers pipelines, cut at line ends or by length, over TCP and a Unix socket [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/redis.inc');
?>
--EXPECTF_EXTERNAL--
redis.expect

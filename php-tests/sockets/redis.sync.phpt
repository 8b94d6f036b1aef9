--TEST--
sockets: redis-server answers pipelines, cut at line ends or by length, over TCP and a Unix socket [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/redis.inc');
?>
--EXPECTF_EXTERNAL--
redis.expect

--TEST--
sockets: nginx answers over TCP, TLS and a Unix socket [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/nginx.inc');
?>
--EXPECTF_EXTERNAL--
nginx.expect

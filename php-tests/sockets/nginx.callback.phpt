--TEST--
sockets: nginx answers over TCP, TLS and a Unix socket [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/nginx.inc');
?>
--EXPECTF_EXTERNAL--
nginx.expect

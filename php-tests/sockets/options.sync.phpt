--TEST--
sockets: tcp_keepalive and its like, bind_device, udp_broadcast [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/options.inc');
?>
--EXPECTF_EXTERNAL--
options.expect

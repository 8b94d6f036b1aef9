--TEST--
sockets: sendto() without connect(), and who has answered [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/udp_to_anybody.inc');
?>
--EXPECTF_EXTERNAL--
udp_to_anybody.expect

--TEST--
sockets: UDP, with flag 1 and without, of both families, by name: every size, and too much [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/udp.inc');
?>
--EXPECTF_EXTERNAL--
udp.expect

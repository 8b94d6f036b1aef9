--TEST--
sockets: sendto() without connect(), and who has answered [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/udp_to_anybody.inc');
?>
--EXPECTF_EXTERNAL--
udp_to_anybody.expect

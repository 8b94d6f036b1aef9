--TEST--
sockets: proxies and ssl_starttls are refused at set() where they cannot be [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/ways_for_tcp_only.inc');
?>
--EXPECTF_EXTERNAL--
ways_for_tcp_only.expect

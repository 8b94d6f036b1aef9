--TEST--
faces: SOCK_TCP | SSL: verification in connect() [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/ssl_flag.inc');
?>
--EXPECTF_EXTERNAL--
ssl_flag.expect

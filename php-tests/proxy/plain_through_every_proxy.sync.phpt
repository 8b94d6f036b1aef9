--TEST--
proxy: a plaintext conversation through every proxy [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/plain_through_every_proxy.inc');
?>
--EXPECTF_EXTERNAL--
plain_through_every_proxy.expect

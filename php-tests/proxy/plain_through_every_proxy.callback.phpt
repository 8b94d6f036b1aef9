--TEST--
proxy: a plaintext conversation through every proxy [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/plain_through_every_proxy.inc');
?>
--EXPECTF_EXTERNAL--
plain_through_every_proxy.expect

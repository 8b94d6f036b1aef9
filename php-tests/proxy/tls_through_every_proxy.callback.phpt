--TEST--
proxy: TLS through every proxy is verified for the target [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/tls_through_every_proxy.inc');
?>
--EXPECTF_EXTERNAL--
tls_through_every_proxy.expect

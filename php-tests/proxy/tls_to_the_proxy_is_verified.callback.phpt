--TEST--
proxy: TLS to the proxy is verified for its host, by settings of its own [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/tls_to_the_proxy_is_verified.inc');
?>
--EXPECTF_EXTERNAL--
tls_to_the_proxy_is_verified.expect

--TEST--
proxy: a client certificate for the proxy, with its passphrase [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/client_certificate_for_the_proxy.inc');
?>
--EXPECTF_EXTERNAL--
client_certificate_for_the_proxy.expect

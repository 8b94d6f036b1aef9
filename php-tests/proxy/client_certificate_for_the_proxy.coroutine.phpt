--TEST--
proxy: a client certificate for the proxy, with its passphrase [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/client_certificate_for_the_proxy.inc');
?>
--EXPECTF_EXTERNAL--
client_certificate_for_the_proxy.expect

--TEST--
proxy: enableSSL() through every proxy, refused if plaintext is waiting [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/enable_ssl_through_every_proxy.inc');
?>
--EXPECTF_EXTERNAL--
enable_ssl_through_every_proxy.expect

--TEST--
sockets: DTLS 1.2 with openssl s_server, whose certificate is verified [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/dtls.inc');
?>
--EXPECTF_EXTERNAL--
dtls.expect

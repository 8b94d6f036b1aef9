--TEST--
sockets: DTLS 1.2 with openssl s_server, whose certificate is verified [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/dtls.inc');
?>
--EXPECTF_EXTERNAL--
dtls.expect

--TEST--
proxy: bytes go both ways at once through TLS within TLS [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/large_transfer_in_tls_within_tls.inc');
?>
--EXPECTF_EXTERNAL--
large_transfer_in_tls_within_tls.expect

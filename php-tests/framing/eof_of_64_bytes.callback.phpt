--TEST--
framing: package_eof may have 64 bytes, and any bytes [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/eof_of_64_bytes.inc');
?>
--EXPECTF_EXTERNAL--
eof_of_64_bytes.expect

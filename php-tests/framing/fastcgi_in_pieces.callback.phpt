--TEST--
framing: open_fastcgi_protocol delivers one record per recv(), padding included [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/fastcgi_in_pieces.inc');
?>
--EXPECTF_EXTERNAL--
fastcgi_in_pieces.expect

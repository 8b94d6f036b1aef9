--TEST--
framing: a packet without package_eof within package_max_length is an error and closes [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/eof_not_found.inc');
?>
--EXPECTF_EXTERNAL--
eof_not_found.expect

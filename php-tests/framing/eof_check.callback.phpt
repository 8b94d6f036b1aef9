--TEST--
framing: open_eof_check delivers one packet per recv(), also when several have arrived [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/eof_check.inc');
?>
--EXPECTF_EXTERNAL--
eof_check.expect

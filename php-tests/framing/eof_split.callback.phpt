--TEST--
framing: open_eof_split delivers one packet per recv(), however its bytes arrive [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/eof_split.inc');
?>
--EXPECTF_EXTERNAL--
eof_split.expect

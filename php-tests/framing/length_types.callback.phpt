--TEST--
framing: every package_length_type, in pieces of one, two and three bytes [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/length_types.inc');
?>
--EXPECTF_EXTERNAL--
length_types.expect

--TEST--
framing: package_length_func sees more of a long head each time that it asks for more [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/length_func_of_long_heads.inc');
?>
--EXPECTF_EXTERNAL--
length_func_of_long_heads.expect

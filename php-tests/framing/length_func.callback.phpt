--TEST--
framing: package_length_func tells the length, 0 asks for more, a negative one closes [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/length_func.inc');
?>
--EXPECTF_EXTERNAL--
length_func.expect

--TEST--
framing: package_length_func may be any callable [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/length_func_of_all_kinds.inc');
?>
--EXPECTF_EXTERNAL--
length_func_of_all_kinds.expect

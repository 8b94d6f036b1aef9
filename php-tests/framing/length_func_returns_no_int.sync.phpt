--TEST--
framing: package_length_func has to return an int [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/length_func_returns_no_int.inc');
?>
--EXPECTF_EXTERNAL--
length_func_returns_no_int.expect

--TEST--
framing: an exception of package_length_func leaves recv(), and the connection as it was [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/length_func_throws.inc');
?>
--EXPECTF_EXTERNAL--
length_func_throws.expect

--TEST--
framing: an exception of package_length_func leaves recv(), and the connection as it was [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/length_func_throws.inc');
?>
--EXPECTF_EXTERNAL--
length_func_throws.expect

--TEST--
framing: a packet without package_eof within package_max_length is an error and closes [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/eof_not_found.inc');
?>
--EXPECTF_EXTERNAL--
eof_not_found.expect

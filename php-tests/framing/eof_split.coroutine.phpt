--TEST--
framing: open_eof_split delivers one packet per recv(), however its bytes arrive [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/eof_split.inc');
?>
--EXPECTF_EXTERNAL--
eof_split.expect

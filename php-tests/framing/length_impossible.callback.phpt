--TEST--
framing: a length that no packet can have is an error that names it, and closes [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/length_impossible.inc');
?>
--EXPECTF_EXTERNAL--
length_impossible.expect

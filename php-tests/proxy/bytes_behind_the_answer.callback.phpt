--TEST--
proxy: what follows the answer is the target's in plaintext, and refused before TLS [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/bytes_behind_the_answer.inc');
?>
--EXPECTF_EXTERNAL--
bytes_behind_the_answer.expect

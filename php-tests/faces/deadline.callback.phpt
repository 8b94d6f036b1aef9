--TEST--
faces: the setting deadline bounds the conversation [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/deadline.inc');
?>
--EXPECTF_EXTERNAL--
deadline.expect

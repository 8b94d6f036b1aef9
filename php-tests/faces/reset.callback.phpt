--TEST--
faces: a reset by the peer [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/reset.inc');
?>
--EXPECTF_EXTERNAL--
reset.expect

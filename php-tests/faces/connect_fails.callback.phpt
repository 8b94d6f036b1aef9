--TEST--
faces: what connect() says when it fails; afterwards it may be called again [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/connect_fails.inc');
?>
--EXPECTF_EXTERNAL--
connect_fails.expect

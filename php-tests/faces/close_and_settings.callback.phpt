--TEST--
faces: close() without a connection, and settings [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/close_and_settings.inc');
?>
--EXPECTF_EXTERNAL--
close_and_settings.expect

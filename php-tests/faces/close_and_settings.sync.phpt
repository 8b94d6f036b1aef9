--TEST--
faces: close() without a connection, and settings [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/close_and_settings.inc');
?>
--EXPECTF_EXTERNAL--
close_and_settings.expect

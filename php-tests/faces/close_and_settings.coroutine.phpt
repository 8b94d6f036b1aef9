--TEST--
faces: close() without a connection, and settings [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/close_and_settings.inc');
?>
--EXPECTF_EXTERNAL--
close_and_settings.expect

--TEST--
faces: the setting throw [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/throw_setting.inc');
?>
--EXPECTF_EXTERNAL--
throw_setting.expect

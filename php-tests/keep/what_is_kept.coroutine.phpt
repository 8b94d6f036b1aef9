--TEST--
keep: a connection is kept only while nothing is left over on it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/what_is_kept.inc');
?>
--EXPECTF_EXTERNAL--
what_is_kept.expect

--TEST--
proxy: with throw a failed proxy is a ConnectException in phase proxy [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/exceptions.inc');
?>
--EXPECTF_EXTERNAL--
exceptions.expect

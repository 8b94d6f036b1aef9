--TEST--
sockets: without a free descriptor 24 and nothing leaked; above 1024 as below [coroutine]
--EXTENSIONS--
pcntl
posix
--SKIPIF--
<?php
require __DIR__ . '/../include/watched.php';
skip_watched('its limit of descriptors cannot be raised');
?>
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/no_descriptors.inc');
?>
--EXPECTF_EXTERNAL--
no_descriptors.expect

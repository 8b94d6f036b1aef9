--TEST--
sockets: handlers of signals run while each kind of socket waits, which goes on [coroutine]
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/signals.inc');
?>
--EXPECTF_EXTERNAL--
signals.expect

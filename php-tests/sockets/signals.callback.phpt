--TEST--
sockets: handlers of signals run while each kind of socket waits, which goes on [callback]
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/signals.inc');
?>
--EXPECTF_EXTERNAL--
signals.expect

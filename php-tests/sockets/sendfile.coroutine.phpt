--TEST--
sockets: sendfile(): all, a part, and what is no file [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/sendfile.inc');
?>
--EXPECTF_EXTERNAL--
sendfile.expect

--TEST--
sockets: Unix streams, a path of the client's own, and paths that lead nowhere [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/unix_stream.inc');
?>
--EXPECTF_EXTERNAL--
unix_stream.expect

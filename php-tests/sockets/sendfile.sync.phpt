--TEST--
sockets: sendfile(): all, a part, and what is no file [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/sendfile.inc');
?>
--EXPECTF_EXTERNAL--
sendfile.expect

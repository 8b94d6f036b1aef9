--TEST--
sockets: sendfile(): all, a part, and what is no file [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/sendfile.inc');
?>
--EXPECTF_EXTERNAL--
sendfile.expect

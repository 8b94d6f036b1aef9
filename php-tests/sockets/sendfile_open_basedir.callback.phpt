--TEST--
sockets: sendfile() obeys open_basedir [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/sendfile_open_basedir.inc');
?>
--EXPECTF_EXTERNAL--
sendfile_open_basedir.expect

--TEST--
framing: a packet without package_eof within package_max_length is an error and closes [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/eof_not_found.inc');
?>
--EXPECTF_EXTERNAL--
eof_not_found.expect

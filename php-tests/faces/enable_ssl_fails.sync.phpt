--TEST--
faces: an upgrade that fails closes the connection, whatever the reason [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/enable_ssl_fails.inc');
?>
--EXPECTF_EXTERNAL--
enable_ssl_fails.expect

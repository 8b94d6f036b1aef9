--TEST--
faces: enableSSL() upgrades, verified [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/enable_ssl.inc');
?>
--EXPECTF_EXTERNAL--
enable_ssl.expect

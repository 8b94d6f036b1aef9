--TEST--
faces: enableSSL() upgrades, verified [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/enable_ssl.inc');
?>
--EXPECTF_EXTERNAL--
enable_ssl.expect

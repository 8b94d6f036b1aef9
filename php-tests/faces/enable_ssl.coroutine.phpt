--TEST--
faces: enableSSL() upgrades, verified [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/enable_ssl.inc');
?>
--EXPECTF_EXTERNAL--
enable_ssl.expect

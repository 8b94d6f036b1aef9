--TEST--
proxy: passwords of proxies do not appear in var_dump [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/secrets_are_masked.inc');
?>
--EXPECTF_EXTERNAL--
secrets_are_masked.expect

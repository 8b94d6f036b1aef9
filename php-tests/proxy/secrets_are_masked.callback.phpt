--TEST--
proxy: passwords of proxies do not appear in var_dump [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/secrets_are_masked.inc');
?>
--EXPECTF_EXTERNAL--
secrets_are_masked.expect

--TEST--
proxy: settings of proxies with bytes that could break out, of a wrong type or out of range throw [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/settings_out_of_range.inc');
?>
--EXPECTF_EXTERNAL--
settings_out_of_range.expect

--TEST--
proxy: settings of proxies with bytes that could break out, of a wrong type or out of range throw [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/settings_out_of_range.inc');
?>
--EXPECTF_EXTERNAL--
settings_out_of_range.expect

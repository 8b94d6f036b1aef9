--TEST--
proxy: a proxy of another kind than the setting says [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/protocol_of_another_proxy.inc');
?>
--EXPECTF_EXTERNAL--
protocol_of_another_proxy.expect

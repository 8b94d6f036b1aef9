--TEST--
proxy: a proxy whose rules forbid the target [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/rules_of_the_proxy.inc');
?>
--EXPECTF_EXTERNAL--
rules_of_the_proxy.expect

--TEST--
proxy: an error tells the proxy that cannot be reached from the target [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/proxy_that_cannot_be_reached.inc');
?>
--EXPECTF_EXTERNAL--
proxy_that_cannot_be_reached.expect

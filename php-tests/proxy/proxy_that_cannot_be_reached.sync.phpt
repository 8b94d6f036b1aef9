--TEST--
proxy: an error tells the proxy that cannot be reached from the target [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/proxy_that_cannot_be_reached.inc');
?>
--EXPECTF_EXTERNAL--
proxy_that_cannot_be_reached.expect

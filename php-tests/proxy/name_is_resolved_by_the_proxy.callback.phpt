--TEST--
proxy: the name of the target is told to the proxy and asked of nobody here [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/name_is_resolved_by_the_proxy.inc');
?>
--EXPECTF_EXTERNAL--
name_is_resolved_by_the_proxy.expect

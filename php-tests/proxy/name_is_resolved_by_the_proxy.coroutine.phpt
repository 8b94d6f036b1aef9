--TEST--
proxy: the name of the target is told to the proxy and asked of nobody here [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/name_is_resolved_by_the_proxy.inc');
?>
--EXPECTF_EXTERNAL--
name_is_resolved_by_the_proxy.expect

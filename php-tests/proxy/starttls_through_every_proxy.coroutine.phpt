--TEST--
proxy: ssl_starttls through every proxy [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/starttls_through_every_proxy.inc');
?>
--EXPECTF_EXTERNAL--
starttls_through_every_proxy.expect

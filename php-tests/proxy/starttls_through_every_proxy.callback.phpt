--TEST--
proxy: ssl_starttls through every proxy [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/starttls_through_every_proxy.inc');
?>
--EXPECTF_EXTERNAL--
starttls_through_every_proxy.expect

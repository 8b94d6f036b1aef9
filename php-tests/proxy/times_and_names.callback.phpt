--TEST--
proxy: getTlsInfo() has the time that the proxy took; getpeername() is the proxy [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/times_and_names.inc');
?>
--EXPECTF_EXTERNAL--
times_and_names.expect

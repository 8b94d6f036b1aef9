--TEST--
proxy: fifty connections through one proxy at once [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/fifty_at_once.inc');
?>
--EXPECTF_EXTERNAL--
fifty_at_once.expect

--TEST--
proxy: a proxy that knows others refuses [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/credentials_that_are_wrong_or_missing.inc');
?>
--EXPECTF_EXTERNAL--
credentials_that_are_wrong_or_missing.expect

--TEST--
proxy: a target that would break out of the request is refused at once [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/target_that_a_proxy_cannot_be_told.inc');
?>
--EXPECTF_EXTERNAL--
target_that_a_proxy_cannot_be_told.expect

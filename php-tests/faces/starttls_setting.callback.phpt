--TEST--
faces: ssl_starttls in connect() [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/starttls_setting.inc');
?>
--EXPECTF_EXTERNAL--
starttls_setting.expect

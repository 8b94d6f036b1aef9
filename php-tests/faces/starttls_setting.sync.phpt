--TEST--
faces: ssl_starttls in connect() [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/starttls_setting.inc');
?>
--EXPECTF_EXTERNAL--
starttls_setting.expect

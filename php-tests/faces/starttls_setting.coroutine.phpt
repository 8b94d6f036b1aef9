--TEST--
faces: ssl_starttls in connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/starttls_setting.inc');
?>
--EXPECTF_EXTERNAL--
starttls_setting.expect

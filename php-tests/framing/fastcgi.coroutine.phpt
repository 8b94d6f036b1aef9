--TEST--
framing: open_fastcgi_protocol delivers one record per recv(), from php-fpm [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/fastcgi.inc');
?>
--EXPECTF_EXTERNAL--
fastcgi.expect

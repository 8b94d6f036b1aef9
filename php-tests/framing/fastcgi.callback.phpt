--TEST--
framing: open_fastcgi_protocol delivers one record per recv(), from php-fpm [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/fastcgi.inc');
?>
--EXPECTF_EXTERNAL--
fastcgi.expect

--TEST--
framing: open_fastcgi_protocol delivers one record per recv(), padding included [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/fastcgi_in_pieces.inc');
?>
--EXPECTF_EXTERNAL--
fastcgi_in_pieces.expect

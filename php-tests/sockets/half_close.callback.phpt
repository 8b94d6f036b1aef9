--TEST--
sockets: shutdown() of what is sent, and what comes goes on coming [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/half_close.inc');
?>
--EXPECTF_EXTERNAL--
half_close.expect

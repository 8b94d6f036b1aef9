--TEST--
sockets: shutdown() of what is sent, and what comes goes on coming [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/half_close.inc');
?>
--EXPECTF_EXTERNAL--
half_close.expect

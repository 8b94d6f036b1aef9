--TEST--
framing: framing serves the plaintext dialogue, and starts anew behind the upgrade [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/starttls.inc');
?>
--EXPECTF_EXTERNAL--
starttls.expect

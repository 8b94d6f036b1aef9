--TEST--
framing: framing serves the plaintext dialogue, and starts anew behind the upgrade [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/starttls.inc');
?>
--EXPECTF_EXTERNAL--
starttls.expect

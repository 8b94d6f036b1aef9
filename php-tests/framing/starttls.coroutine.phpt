--TEST--
framing: framing serves the plaintext dialogue, and starts anew behind the upgrade [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/starttls.inc');
?>
--EXPECTF_EXTERNAL--
starttls.expect

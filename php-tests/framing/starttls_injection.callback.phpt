--TEST--
framing: a reply that arrived with the go-ahead refuses the upgrade, also from the packet buffer [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/starttls_injection.inc');
?>
--EXPECTF_EXTERNAL--
starttls_injection.expect

--TEST--
framing: package_length_offset and package_body_offset, zero, positive and negative [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/length_offsets.inc');
?>
--EXPECTF_EXTERNAL--
length_offsets.expect

--TEST--
framing: package_length_offset and package_body_offset, zero, positive and negative [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/length_offsets.inc');
?>
--EXPECTF_EXTERNAL--
length_offsets.expect

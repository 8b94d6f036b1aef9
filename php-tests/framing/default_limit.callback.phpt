--TEST--
framing: package_max_length is 2 MiB unless it is set [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/default_limit.inc');
?>
--EXPECTF_EXTERNAL--
default_limit.expect

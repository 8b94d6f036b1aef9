--TEST--
framing: package_length_func may close the client, or change how it cuts [sync]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new SyncFace(), __DIR__ . '/length_func_closes_the_client.inc');
?>
--EXPECTF_EXTERNAL--
length_func_closes_the_client.expect

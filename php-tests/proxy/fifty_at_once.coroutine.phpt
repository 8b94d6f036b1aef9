--TEST--
proxy: fifty connections through one proxy at once [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CoroutineFace(), __DIR__ . '/fifty_at_once.inc');
?>
--EXPECTF_EXTERNAL--
fifty_at_once.expect

--TEST--
proxy: a mistyped key of a proxy is a warning with the right one [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/unknown_keys_find_the_nearest.inc');
?>
--EXPECTF_EXTERNAL--
unknown_keys_find_the_nearest.expect

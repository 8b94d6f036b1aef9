--TEST--
proxy: what proxy_ssl_ settings allow does not hold for the target [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/settings_of_the_proxy_do_not_reach_the_target.inc');
?>
--EXPECTF_EXTERNAL--
settings_of_the_proxy_do_not_reach_the_target.expect

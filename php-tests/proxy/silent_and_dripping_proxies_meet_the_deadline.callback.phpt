--TEST--
proxy: a proxy that is silent, drips or has no end meets the deadline of connect() [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/silent_and_dripping_proxies_meet_the_deadline.inc');
?>
--EXPECTF_EXTERNAL--
silent_and_dripping_proxies_meet_the_deadline.expect

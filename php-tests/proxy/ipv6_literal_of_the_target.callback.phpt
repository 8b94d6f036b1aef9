--TEST--
proxy: an IPv6 literal goes as an address to SOCKS 5, in brackets to HTTP, and not to SOCKS 4 [callback]
--FILE--
<?php
require __DIR__ . '/../include/face.php';
play(new CallbackFace(), __DIR__ . '/ipv6_literal_of_the_target.inc');
?>
--EXPECTF_EXTERNAL--
ipv6_literal_of_the_target.expect

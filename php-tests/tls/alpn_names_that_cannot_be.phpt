--TEST--
tls: application protocols are names of 1 to 255 bytes [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

print_misuse(['ssl_alpn_protocols' => ['h2', '']]);
print_misuse(['ssl_alpn_protocols' => '']);
print_misuse(['ssl_alpn_protocols' => 'h2,,http/1.1']);
print_misuse(['ssl_alpn_protocols' => [str_repeat('x', 256)]]);
print_misuse(['ssl_alpn_protocols' => [1]]);
print_misuse(['ssl_alpn_protocols' => 2]);
print_misuse(['ssl_alpn_protocols' => [str_repeat('x', 255)]]);
print_misuse(['ssl_alpn_protocols' => array_fill(0, 300, str_repeat('x', 255))]);
?>
--EXPECTF--
setting "ssl_alpn_protocols" must be names of 1 to 255 bytes, "" given
setting "ssl_alpn_protocols" must be names of 1 to 255 bytes, "" given
setting "ssl_alpn_protocols" must be names of 1 to 255 bytes, "" given
setting "ssl_alpn_protocols" must be names of 1 to 255 bytes, "xxx%s" given
setting "ssl_alpn_protocols" must be of type string, int given
setting "ssl_alpn_protocols" must be of type string, int given
accepted
setting "ssl_alpn_protocols" must be no more than 32 KiB, 76800 bytes given

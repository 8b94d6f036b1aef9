--TEST--
tls: contradictory TLS versions throw, in whatever order they come [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$mask = ['ssl_protocols' => Corio\SSL_TLSv1_2];
$min = ['ssl_min_version' => 'TLSv1.2'];
$max = ['ssl_max_version' => 'TLSv1.3'];
print_misuse($mask + $min);
print_misuse($max + $mask);
print_misuse($mask, $max);
print_misuse($min, $mask);
print_misuse(['ssl_protocols' => 0] + $min + $max);
print_misuse(['ssl_min_version' => 'TLSv1.3', 'ssl_max_version' => 'TLSv1.2']);
print_misuse(['ssl_max_version' => 'TLSv1.2'], ['ssl_min_version' => 'TLSv1.3']);
print_misuse(['ssl_max_version' => 'TLSv1.1']);
print_misuse(['ssl_min_version' => 'TLSv1.4']);
print_misuse(['ssl_min_version' => 'tls']);
print_misuse(['ssl_max_version' => 96]);
print_misuse(['ssl_max_version' => 1.2]);
?>
--EXPECT--
setting "ssl_protocols" cannot be combined with ssl_min_version and ssl_max_version
setting "ssl_protocols" cannot be combined with ssl_min_version and ssl_max_version
setting "ssl_protocols" cannot be combined with ssl_min_version and ssl_max_version
setting "ssl_protocols" cannot be combined with ssl_min_version and ssl_max_version
accepted
setting "ssl_max_version" is below ssl_min_version, whose default is TLSv1.2
setting "ssl_max_version" is below ssl_min_version, whose default is TLSv1.2
setting "ssl_max_version" is below ssl_min_version, whose default is TLSv1.2
setting "ssl_min_version" must be one of TLSv1 to TLSv1.3, another value given
setting "ssl_min_version" must be one of TLSv1 to TLSv1.3, another value given
setting "ssl_max_version" must be one of TLSv1 to TLSv1.3, another value given
setting "ssl_max_version" must be of type string, float given

--TEST--
tls: an openssl.cnf that allows less than TLS 1.2 and security level 2 changes nothing; settings may
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/openssl_cnf.php';

$peers = [
    'TLS 1.1' => server('tls_echo', protocols: 'TLSv1.1'),
    'RSA 1024' => server('tls_echo', cert: 'rsa_1024'),
    'RSA 2048' => server('tls_echo', cert: 'rsa_2048'),
];
foreach ([0, 1] as $level) {
    print_under_openssl_cnf("MinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=$level", $peers, []);
}
print_under_openssl_cnf('', $peers, ['ssl_security_level' => 1], ['ssl_security_level' => 0, 'ssl_min_version' => 'TLSv1']);
?>
--EXPECT--
[]:
  TLS 1.1: 1018 tlsv1 alert protocol version
  RSA 1024: 1014 EE certificate key too weak
  RSA 2048: connected
exit code 0
[]:
  TLS 1.1: 1018 tlsv1 alert protocol version
  RSA 1024: 1014 EE certificate key too weak
  RSA 2048: connected
exit code 0
{"ssl_security_level":1}:
  TLS 1.1: 1018 tlsv1 alert protocol version
  RSA 1024: connected
  RSA 2048: connected
{"ssl_security_level":0,"ssl_min_version":"TLSv1"}:
  TLS 1.1: connected
  RSA 1024: connected
  RSA 2048: connected
exit code 0

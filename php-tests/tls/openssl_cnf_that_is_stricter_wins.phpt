--TEST--
tls: an openssl.cnf that demands more than TLS 1.2 and security level 2 is obeyed
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/openssl_cnf.php';

$versions = ['TLS 1.2' => server('tls_echo', protocols: 'TLSv1.2'), 'TLS 1.3' => server('tls_echo', protocols: 'TLSv1.3')];
print_under_openssl_cnf('MinProtocol = TLSv1.3', $versions, [], ['ssl_min_version' => 'TLSv1.2']);
print_under_openssl_cnf('MaxProtocol = TLSv1.2', $versions, [], ['ssl_max_version' => 'TLSv1.3']);
$keys = ['RSA 2048' => server('tls_echo', cert: 'rsa_2048'), 'P-256' => server('tls_echo')];
print_under_openssl_cnf('CipherString = DEFAULT@SECLEVEL=3', $keys, [], ['ssl_security_level' => 2]);
?>
--EXPECT--
[]:
  TLS 1.2: 1018 tlsv1 alert protocol version
  TLS 1.3: connected
{"ssl_min_version":"TLSv1.2"}:
  TLS 1.2: 1018 tlsv1 alert protocol version
  TLS 1.3: connected
exit code 0
[]:
  TLS 1.2: connected
  TLS 1.3: 1018 tlsv1 alert protocol version
{"ssl_max_version":"TLSv1.3"}:
  TLS 1.2: connected
  TLS 1.3: connected
exit code 0
[]:
  RSA 2048: 1014 EE certificate key too weak
  P-256: connected
{"ssl_security_level":2}:
  RSA 2048: connected
  P-256: connected
exit code 0

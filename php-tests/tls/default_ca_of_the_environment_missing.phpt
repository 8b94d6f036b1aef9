--TEST--
tls: SSL_CERT_FILE or SSL_CERT_DIR that cannot be read fails with its name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

require __DIR__ . '/../include/ca_default.php';

$peer = server('tls_echo');
print_default_ca($peer, ['SSL_CERT_FILE' => '/nowhere/ca.pem']);
print_default_ca($peer, ['SSL_CERT_FILE' => '/nowhere/ca.pem', 'SSL_CERT_DIR' => pki_folder()]);
print_default_ca($peer, ['SSL_CERT_FILE' => '/dev/null']);
print_default_ca($peer, ['SSL_CERT_DIR' => '/nowhere']);
?>
--EXPECTF--
1019 TLS handshake with localhost:%d failed: SSL_CERT_FILE /nowhere/ca.pem: No such file or directory
exit code 0
1019 TLS handshake with localhost:%d failed: SSL_CERT_FILE /nowhere/ca.pem: No such file or directory
exit code 0
1019 TLS handshake with localhost:%d failed: SSL_CERT_FILE /dev/null: no certificate in PEM format in it
exit code 0
1019 TLS handshake with localhost:%d failed: SSL_CERT_DIR /nowhere: not a folder
exit code 0

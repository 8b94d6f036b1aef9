--TEST--
tls: SSL_CERT_FILE and SSL_CERT_DIR name the certificates that are trusted by default [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

require __DIR__ . '/../include/ca_default.php';

$peer = server('tls_echo');
print_default_ca($peer, ['SSL_CERT_FILE' => pki_ca()]);
print_default_ca($peer, ['SSL_CERT_DIR' => pki_folder()]);
print_default_ca($peer, ['SSL_CERT_DIR' => '/nowhere:' . pki_folder()]);
print_default_ca($peer, ['SSL_CERT_FILE' => pki_ca('unknown_ca'), 'SSL_CERT_DIR' => pki_folder()]);
print_default_ca($peer, ['SSL_CERT_FILE' => pki_ca('unknown_ca')]);
print_default_ca($peer, ['SSL_CERT_FILE' => '']);
?>
--EXPECTF--
trusted
exit code 0
trusted
exit code 0
trusted
exit code 0
trusted
exit code 0
1014 TLS handshake with localhost:%d failed: unable to get local issuer certificate (certificate at depth 0, subject CN=server); its issuer CN=Corio test ca is not among the trusted certificates (ssl_cafile, ssl_capath)
exit code 0
1014 TLS handshake with localhost:%d failed: unable to get local issuer certificate (certificate at depth 0, subject CN=server); its issuer CN=Corio test ca is not among the trusted certificates (ssl_cafile, ssl_capath)
exit code 0

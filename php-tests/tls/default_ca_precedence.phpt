--TEST--
tls: ssl_cafile beats openssl.cafile, and that beats the environment [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

require __DIR__ . '/../include/ca_default.php';

$peer = server('tls_echo');
[$ours, $foreign, $folder] = [pki_ca(), pki_ca('unknown_ca'), pki_folder()];
print_default_ca($peer, ['SSL_CERT_FILE' => $foreign], [], "openssl.cafile=$ours");
print_default_ca($peer, ['SSL_CERT_FILE' => $foreign], [], "openssl.capath=$folder");
print_default_ca($peer, ['SSL_CERT_FILE' => $ours], [], "openssl.cafile=$foreign");
print_default_ca($peer, ['SSL_CERT_FILE' => '/nowhere'], [], "openssl.cafile=$ours");
print_default_ca($peer, ['SSL_CERT_FILE' => $ours], [], 'openssl.cafile=/nowhere/ca.pem');
print_default_ca($peer, ['SSL_CERT_FILE' => $foreign], ['ssl_cafile' => $ours], "openssl.cafile=$foreign");
print_default_ca($peer, [], ['ssl_capath' => $folder], "openssl.cafile=$foreign");
print_default_ca($peer, ['SSL_CERT_FILE' => $ours], ['ssl_cafile' => $foreign], "openssl.cafile=$ours");
?>
--EXPECTF--
trusted
exit code 0
trusted
exit code 0
1014 TLS handshake with localhost:%d failed: unable to get local issuer certificate (certificate at depth 0, subject CN=server); its issuer CN=Corio test ca is not among the trusted certificates (ssl_cafile, ssl_capath)
exit code 0
trusted
exit code 0
1019 TLS handshake with localhost:%d failed: openssl.cafile /nowhere/ca.pem: No such file or directory
exit code 0
trusted
exit code 0
trusted
exit code 0
1014 TLS handshake with localhost:%d failed: unable to get local issuer certificate (certificate at depth 0, subject CN=server); its issuer CN=Corio test ca is not among the trusted certificates (ssl_cafile, ssl_capath)
exit code 0

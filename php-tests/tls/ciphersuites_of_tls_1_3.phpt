--TEST--
tls: ssl_ciphersuites chooses among those of TLS 1.3 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('s_server', args: ['-ciphersuites', 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256']);
    print_tls($peer, ['ssl_ciphersuites' => 'TLS_CHACHA20_POLY1305_SHA256'], 'version', 'cipher');
    print_tls($peer, ['ssl_ciphersuites' => 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256'], 'version', 'cipher');
    print_tls($peer, ['ssl_ciphersuites' => 'TLS_AES_256_GCM_SHA384', 'ssl_min_version' => 'TLSv1.3']);
});
print_misuse(['ssl_ciphersuites' => 'TLS_NO_SUCH']);
print_misuse(['ssl_ciphersuites' => '']);
print_misuse(['ssl_ciphersuites' => ['TLS_AES_128_GCM_SHA256']]);
?>
--EXPECTF--
"TLSv1.3" "TLS_CHACHA20_POLY1305_SHA256"
"TLSv1.3" "TLS_AES_128_GCM_SHA256"
1018 TLS handshake with peer failed: %shandshake failure%sno cipher suite%s
setting "ssl_ciphersuites" must be TLS 1.3 cipher suites, "TLS_NO_SUCH" (%s) given
setting "ssl_ciphersuites" must be TLS 1.3 cipher suites, an empty string given
setting "ssl_ciphersuites" must be of type string, array given

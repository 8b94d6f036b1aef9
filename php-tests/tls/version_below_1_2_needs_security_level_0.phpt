--TEST--
tls: TLS below 1.2 needs ssl_security_level 0 too, and errMsg says so [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_echo', protocols: 'TLSv1.1');
    $old = ['ssl_min_version' => 'TLSv1', 'ssl_max_version' => 'TLSv1.1'];
    print_tls($peer, $old);
    print_tls($peer, $old + ['ssl_security_level' => 1]);
    print_tls($peer, $old + ['ssl_security_level' => 0], 'version');
    print_tls($peer, ['ssl_min_version' => 'TLSv1', 'ssl_security_level' => 0], 'version');
    print_tls($peer, ['ssl_protocols' => Corio\SSL_TLSv1_1]);
});
?>
--EXPECT--
1019 TLS handshake with peer failed: ssl_protocols, ssl_min_version: TLS below 1.2 needs ssl_security_level => 0 as well
1019 TLS handshake with peer failed: ssl_protocols, ssl_min_version: TLS below 1.2 needs ssl_security_level => 0 as well
"TLSv1.1"
"TLSv1.1"
1019 TLS handshake with peer failed: ssl_protocols, ssl_min_version: TLS below 1.2 needs ssl_security_level => 0 as well

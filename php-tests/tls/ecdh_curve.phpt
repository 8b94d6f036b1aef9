--TEST--
tls: ssl_ecdh_curve chooses the key exchange group [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['-tls1_2', '-tls1_3'] as $version) {
        $peer = server('s_server', args: [$version, '-groups', 'X25519:P-256:P-384']);
        print_tls($peer, ['ssl_ecdh_curve' => 'auto'], 'curve');
        print_tls($peer, ['ssl_ecdh_curve' => 'P-256'], 'curve');
        print_tls($peer, ['ssl_ecdh_curve' => 'P-384:P-256'], 'curve');
        print_tls($peer, ['ssl_ecdh_curve' => 'P-521']);
    }
});
print_misuse(['ssl_ecdh_curve' => 'P-257']);
print_misuse(['ssl_ecdh_curve' => '']);
print_misuse(['ssl_ecdh_curve' => 25519]);
?>
--EXPECTF--
"x25519"
"secp256r1"
"secp384r1"
1018 TLS handshake with peer failed: %shandshake failure%sno cipher suite, key exchange group%s
"x25519"
"secp256r1"
"secp384r1"
1018 TLS handshake with peer failed: %shandshake failure%sno cipher suite, key exchange group%s
setting "ssl_ecdh_curve" must be key exchange groups, "P-257" (%s) given
setting "ssl_ecdh_curve" must be key exchange groups, an empty string given
setting "ssl_ecdh_curve" must be of type string, int given

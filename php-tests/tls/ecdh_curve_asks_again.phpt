--TEST--
tls: a server that wants another group than the first one asks for it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    // HelloRetryRequest: only the first group comes with a key share.
    $peer = server('s_server', args: ['-groups', 'P-384']);
    print_tls($peer, ['ssl_ecdh_curve' => 'X25519:P-384'], 'version', 'curve');
});
?>
--EXPECT--
"TLSv1.3" "secp384r1"

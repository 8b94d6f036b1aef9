--TEST--
tls: verifyPeerCert() checks ssl_peer_fingerprint as it is by then [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]));
    foreach (['server', 'other'] as $pinned) {
        $client->set(['ssl_peer_fingerprint' => pki_fingerprint($pinned)]);
        print_result($client->verifyPeerCert(), $client);
    }
});
?>
--EXPECTF--
secured
true
false [1014] %sfingerprint mismatch%s

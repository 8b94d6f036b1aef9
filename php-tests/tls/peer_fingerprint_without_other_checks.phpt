--TEST--
tls: ssl_peer_fingerprint holds in every combination of the other checks [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'self_signed');
$both = [true, false];
run(function () use ($peer, $both) {
    foreach ($both as $chain) {
        foreach ($both as $name) {
            foreach (['self_signed', 'other'] as $pinned) {
                $client = smtp_starttls($peer->port, [
                    'ssl_verify_peer' => $chain, 'ssl_verify_peer_name' => $name, 'ssl_allow_self_signed' => true,
                    'ssl_cafile' => pki_ca(), 'ssl_peer_fingerprint' => pki_key_pin($pinned),
                ]);
                print_upgrade($client)->close();
            }
        }
    }
});
?>
--EXPECTF--
secured
refused [1014] %sfingerprint mismatch%s
secured
refused [1014] %sfingerprint mismatch%s
secured
refused [1014] %sfingerprint mismatch%s
secured
refused [1014] %sfingerprint mismatch%s

--TEST--
tls: ssl_peer_fingerprint: another certificate is refused, with what it has [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_peer_fingerprint' => pki_fingerprint('other')]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] TLS handshake with localhost:%d failed: fingerprint mismatch: ssl_peer_fingerprint expects %x, but the certificate has %x and sha256//%s (certificate at depth 0, subject CN=server)
no descriptor left

--TEST--
tls: ssl_crlfile: a certificate on the list is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl(revoked: ['other', 'server'])]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] TLS handshake with localhost:%d failed: certificate revoked (certificate at depth 0, subject CN=server); by the list of its issuer CN=Corio test ca in ssl_crlfile (PEM string)
no descriptor left

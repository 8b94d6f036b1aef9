--TEST--
tls: ssl_crlfile: an expired list refuses, and is named [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl(days: -1)]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] TLS handshake with localhost:%d failed: CRL has expired (certificate at depth 0, subject CN=server); by the list of its issuer CN=Corio test ca in ssl_crlfile (PEM string)
no descriptor left

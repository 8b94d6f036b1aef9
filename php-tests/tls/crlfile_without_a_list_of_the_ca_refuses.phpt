--TEST--
tls: ssl_crlfile: without a list of the CA the certificate is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl(ca: 'unknown_ca')]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] TLS handshake with localhost:%d failed: unable to get certificate CRL (certificate at depth 0, subject CN=server); ssl_crlfile (PEM string) has no list of its issuer CN=Corio test ca that covers it
no descriptor left

--TEST--
tls: ssl_crlfile: an intermediate CA needs a list too [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'intermediate');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl()]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] TLS handshake with localhost:%d failed: unable to get certificate CRL (certificate at depth 0, subject CN=intermediate); ssl_crlfile (PEM string) has no list of its issuer CN=Corio test sub_ca that covers it
no descriptor left

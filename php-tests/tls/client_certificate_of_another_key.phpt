--TEST--
tls: certificate and key that do not belong together fail the upgrade [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', client_ca: 'ca');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, [
        'ssl_cafile' => pki_ca(), 'ssl_cert_file' => pki('client')['cert'], 'ssl_key_file' => pki('server')['key'],
    ]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [%d] %s
no descriptor left

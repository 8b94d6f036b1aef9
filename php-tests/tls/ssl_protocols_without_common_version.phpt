--TEST--
tls: no common TLS version [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', protocols: 'TLSv1.3');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_protocols' => Corio\SSL_TLSv1_2]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1018] %s
no descriptor left

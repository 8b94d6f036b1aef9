--TEST--
tls: ssl_allow_self_signed does not accept an unknown CA [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'unknown');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_allow_self_signed' => true]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

--TEST--
tls: a wildcard covers one label only [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_host_name' => 'a.b.test.local'], '127.0.0.1');
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

--TEST--
tls: ssl_allow_self_signed still checks the name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'self_signed');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, [
        'ssl_cafile' => pki_ca(), 'ssl_allow_self_signed' => true, 'ssl_host_name' => 'test.local',
    ]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

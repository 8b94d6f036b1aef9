--TEST--
tls: a reply that arrives before the handshake refuses the upgrade [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$peer = server('starttls', after_220: 'inject');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    System::sleep(0.1); // the injected reply arrives
    print_upgrade($client);
    print_result($client->recv(), $client);
    return $client;
}));
?>
--EXPECTF--
refused [%d] %s
false [5001] %s
no descriptor left

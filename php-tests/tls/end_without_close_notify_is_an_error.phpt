--TEST--
tls: a truncated TLS stream is not a clean end [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
    $client->send('CUT');
    print_result($client->recv(), $client);
});
?>
--EXPECTF--
false [1017] %s

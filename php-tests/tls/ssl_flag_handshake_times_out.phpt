--TEST--
tls: SOCK_TCP | SSL: one deadline for connect and handshake [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('tarpit');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    return timed(0.19, 1.5, fn () => print_result($client->connect('127.0.0.1', $peer->port, 0.2), $client));
}));
?>
--EXPECTF--
false [110] %s
in time
no descriptor left

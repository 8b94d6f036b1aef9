--TEST--
tls: SOCK_TCP | SSL: connect() fails on a wrong name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('tls_echo', cert: 'other');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca()]);
    print_result($client->connect('localhost', $peer->port), $client);
    var_dump($client->isConnected());
    return $client;
}));
?>
--EXPECTF--
false [1014] %s
bool(false)
no descriptor left

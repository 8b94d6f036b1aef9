--TEST--
tls: a byte now and then does not prolong the handshake [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$upstream = server('tls_echo');
$peer = server('drip', to: $upstream->port, every: 0.05);
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca()]);
    return timed(0.29, 1.5, fn () => print_result($client->connect('localhost', $peer->port, 0.3), $client));
}));
?>
--EXPECTF--
false [110] %s
in time
no descriptor left

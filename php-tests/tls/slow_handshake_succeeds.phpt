--TEST--
tls: a handshake in single bytes succeeds in time [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$upstream = server('tls_echo');
$peer = server('drip', to: $upstream->port, every: 0.0001);
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
    $client->send('hello');
    print_result($client->recv(), $client);
});
?>
--EXPECT--
"hello"

--TEST--
tls: SOCK_TCP | SSL handshakes inside connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
    $client->send('hello');
    print_result($client->recv(), $client);
    print_result($client->enableSSL(), $client);
});
?>
--EXPECTF--
"hello"
false [106] %s

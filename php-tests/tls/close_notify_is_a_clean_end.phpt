--TEST--
tls: close_notify reads as the end [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
    $client->send('END');
    print_result($client->recv(), $client);
    print_result($client->errCode, $client);
});
?>
--EXPECT--
""
0

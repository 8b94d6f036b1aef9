--TEST--
tls: more than many TLS records, in both directions [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('tls_echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
    $data = random_bytes(1 << 20);
    go(fn () => print_result($client->send($data), $client));
    for ($got = ''; strlen($got) < strlen($data); $got .= $chunk) {
        $chunk = $client->recv(2);
        if ($chunk === false || $chunk === '') {
            break;
        }
    }
    var_dump($got === $data);
});
?>
--EXPECT--
1048576
bool(true)

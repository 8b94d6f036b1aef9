--TEST--
client: several megabytes in both directions at the same time [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $data = random_bytes(4 << 20);
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
4194304
bool(true)

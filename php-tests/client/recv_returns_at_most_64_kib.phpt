--TEST--
client: recv() returns what is there, at most 64 KiB [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $client->send('SEND 1000000');
    for ($total = $largest = 0; $total < 1000000; $total += strlen($chunk)) {
        $chunk = $client->recv();
        $largest = max($largest, strlen($chunk));
    }
    var_dump($total, $largest <= 65536);
});
?>
--EXPECT--
int(1000000)
bool(true)

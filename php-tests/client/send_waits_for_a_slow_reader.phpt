--TEST--
client: send() lets other coroutines run while the peer is slow [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('slow_reader', chunk: 1 << 20, every: 0.002);
run(function () use ($peer) {
    $client = connected($peer->port);
    $ticks = 0;
    $ticker = go(function () use (&$ticks) {
        while ($ticks < 5) {
            System::sleep(0.002);
            $ticks++;
        }
    });
    var_dump($client->send(str_repeat('x', 16 << 20), 10), $ticks > 0);
});
?>
--EXPECT--
int(16777216)
bool(true)

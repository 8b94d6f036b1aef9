--TEST--
client: a second writer gets an exception, the first one goes on [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('slow_reader');
run(function () use ($peer) {
    $client = connected($peer->port);
    go(fn () => var_dump($client->send(str_repeat('x', 64 << 20), 0.2) > 0));
    go(function () use ($client) {
        try {
            $client->send('y');
        } catch (Corio\Exception $e) {
            echo $e->getMessage(), "\n";
        }
    });
});
?>
--EXPECTF--
%s
bool(true)

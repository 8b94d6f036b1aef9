--TEST--
client: 100 connections at the same time [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
$echoed = 0;
run(function () use ($peer, &$echoed) {
    for ($i = 0; $i < 100; $i++) {
        go(function () use ($peer, $i, &$echoed) {
            $client = connected($peer->port);
            $client->send("number $i");
            $echoed += $client->recv() === "number $i" ? 1 : 0;
        });
    }
});
var_dump($echoed);
?>
--EXPECT--
int(100)

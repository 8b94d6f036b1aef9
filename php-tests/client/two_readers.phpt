--TEST--
client: a second reader gets an exception that names both coroutines and places [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    go(fn () => print_result($client->recv(), $client));
    go(function () use ($client) {
        try {
            $client->recv();
        } catch (Corio\Exception $e) {
            echo $e->getMessage(), "\n";
        }
    });
    $client->send('for the first reader');
});
?>
--EXPECTF--
%s
"for the first reader"

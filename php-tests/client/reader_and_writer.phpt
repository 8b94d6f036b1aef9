--TEST--
client: one coroutine may read while another one writes [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    go(fn () => print_result($client->recv(), $client));
    go(fn () => print_result($client->send('hello'), $client));
});
?>
--EXPECT--
5
"hello"

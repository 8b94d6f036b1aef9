--TEST--
client: the object can connect again after close() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $client->close();
    print_result($client->connect('127.0.0.1', $peer->port), $client);
    $client->send('again');
    print_result($client->recv(), $client);
});
?>
--EXPECT--
true
"again"

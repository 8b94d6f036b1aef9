--TEST--
client: connect() on a connected client fails and leaves it as it is [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    print_result($client->connect('127.0.0.1', $peer->port), $client);
    $client->send('still here');
    print_result($client->recv(), $client);
});
?>
--EXPECTF--
false [106] %s
"still here"

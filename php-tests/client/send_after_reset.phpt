--TEST--
client: send() on a connection that was reset [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $client->send('RESET');
    $client->recv();
    print_result($client->send('x'), $client);
});
?>
--EXPECTF--
false [%d] %s

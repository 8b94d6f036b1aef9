--TEST--
client: a reset is an error [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $client->send('RESET');
    print_result($client->recv(), $client);
});
?>
--EXPECTF--
false [104] %s

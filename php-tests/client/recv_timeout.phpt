--TEST--
client: recv() gives up at its timeout and the connection stays usable [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    timed(0.19, 1.5, fn () => print_result($client->recv(0.2), $client));
    $client->send('later');
    print_result($client->recv(), $client);
});
?>
--EXPECTF--
false [110] %s
in time
"later"

--TEST--
client: close() wakes the coroutine that waits in recv() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    go(fn () => print_result($client->recv(), $client));
    print_result($client->close(), $client);
});
?>
--EXPECTF--
false [10019] %s
false [125] %s

--TEST--
client: peek() without data is EAGAIN [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    timed(0, 0.5, fn () => print_result($client->peek(), $client));
});
?>
--EXPECTF--
false [11] %s
in time

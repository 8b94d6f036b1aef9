--TEST--
client: a send() that times out returns what was sent and sets errCode [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('slow_reader');
run(function () use ($peer) {
    $client = connected($peer->port);
    $sent = timed(0.19, 1.5, fn () => $client->send(str_repeat('x', 64 << 20), 0.2));
    var_dump($sent > 0 && $sent < 64 << 20, $client->errCode);
    while ($client->send(str_repeat('y', 1 << 20), 0.1) !== false); // until nothing fits any more
    print_result(false, $client);
});
?>
--EXPECTF--
in time
bool(true)
int(110)
false [110] %s

--TEST--
settings: corio.write_timeout is the default of send() [coroutine]
--INI--
corio.write_timeout=0.2
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('slow_reader');
run(function () use ($peer) {
    $client = connected($peer->port);
    timed(0.19, 1.5, fn () => $client->send(str_repeat('x', 64 << 20)));
    var_dump($client->errCode);
});
?>
--EXPECT--
in time
int(110)

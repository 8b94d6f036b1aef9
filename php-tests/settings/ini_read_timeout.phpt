--TEST--
settings: corio.read_timeout is the default of recv() [coroutine]
--INI--
corio.read_timeout=0.2
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    timed(0.19, 1.5, fn () => print_result($client->recv(), $client));
});
?>
--EXPECTF--
false [110] %s
in time

--TEST--
client: the setting read_timeout bounds recv() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['read_timeout' => 0.2]);
    timed(0.19, 1.5, fn () => print_result($client->recv(), $client));
});
?>
--EXPECTF--
false [110] %s
in time

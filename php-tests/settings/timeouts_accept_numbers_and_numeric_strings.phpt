--TEST--
settings: timeouts may be int, float or a numeric string [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['connect_timeout' => 5, 'write_timeout' => 2.5, 'read_timeout' => '0.2']);
    timed(0.19, 1.5, fn () => print_result($client->recv(), $client));
});
?>
--EXPECTF--
false [110] %s
in time

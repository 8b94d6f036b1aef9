--TEST--
client: a client that goes away closes its socket [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = connected($peer->port);
    unset($client);
}));
?>
--EXPECT--
no descriptor left

--TEST--
client: close() closes the socket [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = connected($peer->port);
    $client->close();
    return $client;
}));
?>
--EXPECT--
no descriptor left

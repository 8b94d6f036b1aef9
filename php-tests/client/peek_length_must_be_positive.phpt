--TEST--
client: peek() of nothing warns [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    var_dump($client->peek(0));
});
?>
--EXPECTF--
Warning: %s in %s on line %d
bool(false)

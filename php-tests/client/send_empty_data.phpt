--TEST--
client: send() of nothing warns [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    var_dump($client->send(''));
});
?>
--EXPECTF--
Warning: %sdata to send is empty in %s on line %d
bool(false)

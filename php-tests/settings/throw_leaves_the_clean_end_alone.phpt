--TEST--
settings: throw: the end of the stream is still '' [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['throw' => true]);
    $client->send('END');
    print_result($client->recv(), $client);
});
?>
--EXPECT--
""

--TEST--
settings: bind_address is where the connection comes from [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['bind_address' => '127.0.0.2']);
    echo $client->getsockname()['host'], "\n";
});
?>
--EXPECT--
127.0.0.2

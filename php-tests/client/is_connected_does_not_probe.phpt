--TEST--
client: isConnected() is what the client knows, not what the peer did [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    $client->send('END');
    System::sleep(0.05);
    var_dump($client->isConnected());
    $client->close();
    var_dump($client->isConnected());
});
?>
--EXPECT--
bool(true)
bool(false)

--TEST--
client: a negative timeout waits as long as it takes [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['read_timeout' => 0.05]);
    go(function () use ($client) {
        System::sleep(0.2);
        $client->send('at last');
    });
    print_result($client->recv(-1), $client);
});
?>
--EXPECT--
"at last"

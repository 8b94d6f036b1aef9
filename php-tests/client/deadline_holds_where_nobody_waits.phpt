--TEST--
client: the setting deadline holds against a peer that always has data at hand [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['deadline' => 2]);
    $client->send('SEND 20000000');
    $received = 0;
    while (is_string($data = $client->recv())) {
        $received += strlen($data);
        System::sleep(0.05);
    }
    print_result($data, $client);
    var_dump($received > 0, $received < 20000000, $client->connected, $client->recv(), $client->errCode);

    $client = connected($peer->port, ['deadline' => 0.05]);
    System::sleep(0.06);
    print_result($client->send('too late'), $client);
    var_dump($client->connected);
    // The next conversation has a deadline of its own.
    $client->set(['deadline' => 30]);
    $client->connect('127.0.0.1', $peer->port);
    $client->send('hello');
    print_result($client->recv(), $client);
});
?>
--EXPECTF--
false [110] conversation with 127.0.0.1:%d failed: timed out after 2 s
bool(true)
bool(true)
bool(false)
bool(false)
int(5001)
false [110] conversation with 127.0.0.1:%d failed: timed out after 0.05 s
bool(false)
"hello"

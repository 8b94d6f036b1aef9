--TEST--
settings: a bind_port that is taken fails connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('echo');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['bind_address' => '127.0.0.1', 'bind_port' => $peer->port]);
    return print_result($client->connect('127.0.0.1', refused_port()), $client);
}));
?>
--EXPECTF--
false [98] %s
no descriptor left

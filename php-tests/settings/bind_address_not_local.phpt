--TEST--
settings: a bind_address of another machine fails connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(fn () => no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['bind_address' => '192.0.2.1']);
    return print_result($client->connect('127.0.0.1', refused_port()), $client);
}));
?>
--EXPECTF--
false [99] %s
no descriptor left

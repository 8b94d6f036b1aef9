--TEST--
client: connect() to port 0 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(fn () => no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    return print_result($client->connect('127.0.0.1', 0), $client);
}));
?>
--EXPECTF--
%Afalse [723] %s
no descriptor left

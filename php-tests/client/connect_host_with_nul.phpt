--TEST--
client: connect() to a host with a NUL byte [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(fn () => no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    return print_result($client->connect("localhost\0.example", 25), $client);
}));
?>
--EXPECTF--
%Afalse [722] %s
no descriptor left

--TEST--
client: connect() to a host of 300 bytes [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(fn () => no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    return print_result($client->connect(str_repeat('a', 300), 25), $client);
}));
?>
--EXPECTF--
%Afalse [%d] %s
no descriptor left

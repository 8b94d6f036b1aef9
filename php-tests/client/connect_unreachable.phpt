--TEST--
client: connect() to an address without a route [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(fn () => no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    return print_result($client->connect('255.255.255.255', 25, 2), $client);
}));
?>
--EXPECTF--
false [101] %s
no descriptor left

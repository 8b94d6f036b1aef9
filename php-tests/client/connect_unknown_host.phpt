--TEST--
client: connect() to a name that does not exist [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

run(fn () => no_descriptor_left(function () {
    $client = new Client(Corio\SOCK_TCP);
    return print_result($client->connect('no-such-host.invalid', 25), $client);
}));
?>
--EXPECTF--
false [711] %s
no descriptor left

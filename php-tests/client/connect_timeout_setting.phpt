--TEST--
client: the setting connect_timeout bounds connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('tarpit', accept: false);
run(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    $client->set(['connect_timeout' => 0.2]);
    timed(0.19, 1.5, fn () => print_result($client->connect('127.0.0.1', $peer->port), $client));
});
?>
--EXPECTF--
false [110] %s
in time

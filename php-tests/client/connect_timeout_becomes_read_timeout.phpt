--TEST--
client: connect()'s timeout is also that of later reads [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    $client->connect('127.0.0.1', $peer->port, 0.2);
    timed(0.19, 1.5, fn () => print_result($client->recv(), $client));
});
?>
--EXPECTF--
false [110] %s
in time

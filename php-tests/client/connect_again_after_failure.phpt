--TEST--
client: the object can connect after a failure, and errCode is cleared [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP);
    print_result($client->connect('127.0.0.1', refused_port()), $client);
    print_result($client->connect('127.0.0.1', $peer->port), $client);
    var_dump($client->errCode, $client->errMsg);
});
?>
--EXPECTF--
false [111] %s
true
int(0)
string(0) ""

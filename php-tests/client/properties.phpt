--TEST--
client: properties before, during and after a connection [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$show = fn (Client $c) => printf("%d %s %d\n", $c->type, json_encode($c->connected), $c->fd <=> -1);
$peer = server('echo');
run(function () use ($peer, $show) {
    $client = new Client(Corio\SOCK_TCP);
    var_dump($client->errCode, $client->errMsg, $client->setting);
    $show($client);
    $client->connect('127.0.0.1', $peer->port);
    $show($client);
    $client->close();
    $show($client);
});
?>
--EXPECT--
int(0)
string(0) ""
NULL
1 false 0
1 true 1
1 false 0

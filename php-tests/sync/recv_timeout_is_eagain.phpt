--TEST--
sync: a receive that comes to nothing in time has code 11, a deadline 110; so have the exceptions
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('echo');
$client = new Corio\Client(Corio\SOCK_TCP);
$client->set(['read_timeout' => 0.05]);
$client->connect('127.0.0.1', $peer->port);
var_dump(@$client->recv(), $client->errCode);
$client->set(['throw' => true]);
try {
    $client->recv();
} catch (Corio\TimeoutException $e) {
    echo "{$e->getCode()} $e->phase\n";
}
$client->close();
$client->set(['deadline' => 0.05, 'read_timeout' => 10]);
$client->connect('127.0.0.1', $peer->port);
try {
    $client->recv();
} catch (Corio\TimeoutException $e) {
    echo "{$e->getCode()} $e->phase\n";
}
$client->set(['deadline' => null, 'read_timeout' => 10]);
// An explicit timeout of connect() is that of the receives, too.
$client->connect('127.0.0.1', $peer->port, 0.2);
timed(0.2, 5, function () use ($client) {
    try {
        $client->recv();
    } catch (Corio\TimeoutException $e) {
        echo "{$e->getCode()} $e->phase\n";
    }
});
?>
--EXPECT--
bool(false)
int(11)
11 receive
110 deadline
11 receive
in time

--TEST--
client: getsockname() and getpeername() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    ['host' => $host, 'address' => $address, 'port' => $port] = $client->getpeername();
    var_dump($host, $address, $port === $peer->port);
    ['host' => $host, 'address' => $address, 'port' => $port] = $client->getsockname();
    var_dump($host, $address, $port > 0 && $port !== $peer->port);
});
?>
--EXPECT--
string(9) "127.0.0.1"
string(9) "127.0.0.1"
bool(true)
string(9) "127.0.0.1"
string(9) "127.0.0.1"
bool(true)

--TEST--
settings: bind_port is the port where the connection comes from [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
$free = port_of(stream_socket_server('tcp://127.0.0.1:0'));
run(function () use ($peer, $free) {
    $client = connected($peer->port, ['bind_address' => '127.0.0.1', 'bind_port' => $free]);
    var_dump($client->getsockname()['port'] === $free);
});
?>
--EXPECT--
bool(true)

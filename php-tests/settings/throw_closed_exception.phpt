--TEST--
settings: throw: a reset connection [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port, ['throw' => true]);
    $client->send('RESET');
    try {
        $client->recv();
    } catch (Corio\NetworkException $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\ClosedException [104]: %s
phase receive, host 127.0.0.1, port %d

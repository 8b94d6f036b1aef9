--TEST--
settings: throw: a timeout [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    try {
        connected($peer->port, ['throw' => true])->recv(0.1);
        echo "nothing thrown\n";
    } catch (Corio\NetworkException $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\TimeoutException [110]: %s
phase receive, host 127.0.0.1, port %d

--TEST--
settings: throw: a refused connection [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    try {
        connected(refused_port(), ['throw' => true]);
        echo "nothing thrown\n";
    } catch (Corio\NetworkException $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\ConnectException [111]: %s
phase connect, host 127.0.0.1, port %d

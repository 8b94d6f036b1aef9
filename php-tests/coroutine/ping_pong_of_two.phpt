--TEST--
coroutine: two coroutines resume each other
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $ping = go(function () {
        for ($i = 0; $i < 3; $i++) {
            echo "ping\n";
            Coroutine::yield();
        }
    });
    go(function () use ($ping) {
        for ($i = 0; $i < 3; $i++) {
            echo "pong\n";
            Coroutine::resume($ping);
        }
    });
});
?>
--EXPECT--
ping
pong
ping
pong
ping
pong

--TEST--
coroutine: a coroutine may be resumed by any other one
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $waiting = go(function () {
        Coroutine::yield();
        echo Coroutine::getCid(), " resumed\n";
    });
    go(function () use ($waiting) {
        System::sleep(0.005);
        Coroutine::resume($waiting);
        echo Coroutine::getCid(), " goes on\n";
    });
});
?>
--EXPECT--
2 resumed
3 goes on

--TEST--
coroutine: the creator goes on right after its child waits, before others that are ready
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $first = go(function () {
        Coroutine::yield();
        echo "first\n";
        go(fn () => System::sleep(0.005));
        echo "first goes on\n";
    });
    $second = go(function () use ($first) {
        Coroutine::yield();
        Coroutine::resume($first);
        echo "second\n";
    });
    Coroutine::resume($second);
    echo "creator\n";
});
?>
--EXPECT--
first
first goes on
second
creator

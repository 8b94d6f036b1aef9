--TEST--
coroutine: a Fiber started in one coroutine may be resumed in another one
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $fiber = new Fiber(function () {
        echo 'started in ', Coroutine::getCid(), "\n";
        Fiber::suspend();
        echo 'resumed in ', Coroutine::getCid(), "\n";
        System::sleep(0.01);
        echo 'slept in ', Coroutine::getCid(), "\n";
        Fiber::suspend();
        echo 'ended in ', Coroutine::getCid(), "\n";
    });
    go(fn () => $fiber->start());
    go(function () use ($fiber) {
        $fiber->resume();
        echo "back in 3\n";
    });
    System::sleep(0.05);
    $fiber->resume();
    var_dump($fiber->isTerminated());
});
?>
--EXPECT--
started in 2
resumed in 3
slept in 3
back in 3
ended in 1
bool(true)

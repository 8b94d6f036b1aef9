--TEST--
coroutine: a Fiber that waits in one coroutine cannot be resumed by another one
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $fiber = new Fiber(function () {
        System::sleep(0.05);
        echo "slept\n";
    });
    go(fn () => $fiber->start());
    var_dump($fiber->isRunning(), $fiber->isSuspended());
    try {
        $fiber->resume();
    } catch (FiberError $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECT--
bool(true)
bool(false)
Cannot resume a fiber that is not suspended
slept

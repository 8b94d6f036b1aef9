--TEST--
coroutine: a native Fiber works inside a coroutine
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            $fiber = new Fiber(function (string $x): string {
                System::sleep(0.01);
                $y = Fiber::suspend("$x suspended");
                System::sleep(0.005);
                return "$y returned";
            });
            echo $fiber->start($name), "\n";
            System::sleep(0.005);
            $fiber->resume("$name resumed");
            echo $fiber->getReturn(), ' in ', Coroutine::getCid(), "\n";
        });
    }
});
?>
--EXPECT--
a suspended
b suspended
a resumed returned in 2
b resumed returned in 3

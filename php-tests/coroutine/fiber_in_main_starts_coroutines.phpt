--TEST--
coroutine: coroutines may be started and waited for inside a Fiber of the main program
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$fiber = new Fiber(function () {
    go(function () {
        System::sleep(0.05);
        echo "child\n";
    });
    echo Fiber::suspend('suspended'), "\n";
    run(function () {
        System::sleep(0.001);
        echo "run in a Fiber\n";
    });
    System::sleep(0.1);
    return Coroutine::getCid();
});
echo $fiber->start(), "\n";
$fiber->resume('resumed');
var_dump($fiber->getReturn());
?>
--EXPECT--
suspended
resumed
run in a Fiber
child
int(-1)

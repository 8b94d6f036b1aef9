--TEST--
coroutine: an array_walk callback that starts a coroutine which walks another array
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $outer = [1, 2];
    array_walk($outer, function ($value) {
        go(function () use ($value) {
            $inner = ['x', 'y'];
            array_walk($inner, function ($letter) use ($value) {
                System::sleep(0.1);
                echo "$letter$value ";
            });
        });
        System::sleep(0.15);
        echo "outer$value ";
    });
});
?>
--EXPECT--
x1 outer1 y1 x2 outer2 y2 

--TEST--
coroutine: sleeping coroutines wake in the order of their times
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    foreach ([5, 1, 4, 2, 3] as $n) {
        go(function () use ($n) {
            System::sleep($n / 50);
            echo "$n\n";
        });
    }
});
?>
--EXPECT--
1
2
3
4
5

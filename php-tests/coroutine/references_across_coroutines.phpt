--TEST--
coroutine: references are shared by coroutines
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $total = 0;
    $list = [1, 2, 3];
    $item = &$list[1];
    go(function () use (&$total, &$list) {
        System::sleep(0.01);
        $total += array_sum($list);
    });
    go(function () use (&$total, &$item) {
        $total += 100;
        $item = 20;
    });
    System::sleep(0.025);
    var_dump($total);
});
?>
--EXPECT--
int(124)

--TEST--
coroutine: array_walk callbacks of several coroutines may wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            $list = ['k' => [1, 2], 'l' => 3];
            array_walk($list, function (&$value, $key, $extra) use ($name) {
                System::sleep(0.005);
                $value = "$name$key" . json_encode($value) . $extra;
            }, '!');
            $deep = [[1, [2]], 3];
            array_walk_recursive($deep, function (&$value, $key) use ($name) {
                System::sleep(0.005);
                $value = "$name$value";
            });
            echo implode(' ', $list), ' ', json_encode($deep), "\n";
        });
    }
});
?>
--EXPECT--
ak[1,2]! al3! [["a1",["a2"]],"a3"]
bk[1,2]! bl3! [["b1",["b2"]],"b3"]

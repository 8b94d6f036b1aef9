--TEST--
coroutine: generators work inside coroutines and may sleep
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function numbers(int $from, int $to)
{
    try {
        for ($i = $from; $i <= $to; $i++) {
            System::sleep(0.01);
            yield $i;
        }
        return 'done';
    } finally {
        System::sleep(0.005);
    }
}
function both() { $r = yield from numbers(1, 2); yield $r; yield from numbers(8, 9); }
run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            foreach (both() as $n) {
                echo "$name$n ";
            }
        });
    }
});
echo "\n";
?>
--EXPECT--
a1 b1 a2 b2 adone bdone a8 b8 a9 b9 

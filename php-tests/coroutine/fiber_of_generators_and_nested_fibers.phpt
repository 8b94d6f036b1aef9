--TEST--
coroutine: Fibers nested in Fibers and generators, in many coroutines
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function numbers(int $from) { for ($i = $from; $i < $from + 3; $i++) { System::sleep(0.005); Fiber::suspend($i); yield $i; } }
run(function () {
    foreach ([1, 10] as $from) {
        go(function () use ($from) {
            $outer = new Fiber(function () use ($from) {
                $inner = new Fiber(fn () => array_sum(iterator_to_array(numbers($from))));
                for ($got = $inner->start(); !$inner->isTerminated(); $got = $inner->resume()) {
                    Fiber::suspend("inner $got");
                }
                return $inner->getReturn();
            });
            $seen = [];
            for ($got = $outer->start(); !$outer->isTerminated(); $got = $outer->resume()) {
                $seen[] = $got;
            }
            echo implode(', ', $seen) . ', sum ' . $outer->getReturn() . "\n";
        });
    }
});
?>
--EXPECT--
inner 1, inner 2, inner 3, sum 6
inner 10, inner 11, inner 12, sum 33

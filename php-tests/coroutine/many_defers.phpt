--TEST--
coroutine: a thousand defer() callbacks
--FILE--
<?php
use function Corio\Coroutine\defer;
use function Corio\Coroutine\run;

$sum = 0;
run(function () use (&$sum) {
    for ($i = 1; $i <= 1000; $i++) {
        defer(function () use (&$sum, $i) {
            $sum += $i;
        });
    }
});
var_dump($sum);
?>
--EXPECT--
int(500500)

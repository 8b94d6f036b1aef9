--TEST--
coroutine: a parameter taken by reference warns and works on a copy
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function increment(int &$number)
{
    $number++;
    echo "$number\n";
}

$value = 1;
run(function () use ($value) {
    go('increment', $value);
    echo "$value\n";
});
?>
--EXPECTF--
Warning: increment(): Argument #1 ($number) must be passed by reference, value given in %s on line %d
2
1

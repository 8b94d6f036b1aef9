--TEST--
coroutine: a parameter taken by reference warns and works on a copy
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$value = 1;
run(function () use ($value) {
    go(function (int &$number) {
        $number++;
        echo "$number\n";
    }, $value);
    echo "$value\n";
});
?>
--EXPECTF--
Warning: {closure}(): Argument #1 ($number) must be passed by reference, value given in %s on line %d
2
1

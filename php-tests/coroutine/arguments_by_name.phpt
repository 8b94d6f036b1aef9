--TEST--
coroutine: go() passes named arguments on
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function ($first, $second = 'default', ...$rest) {
        echo "$first $second ", json_encode($rest), "\n";
    }, second: 'b', first: 'a', third: 'c');
});
?>
--EXPECT--
a b {"third":"c"}

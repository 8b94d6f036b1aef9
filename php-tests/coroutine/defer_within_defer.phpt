--TEST--
coroutine: a defer() callback may defer another one, which runs next
--FILE--
<?php
use function Corio\Coroutine\defer;
use function Corio\Coroutine\run;

run(function () {
    defer(fn () => print("outer\n"));
    defer(function () {
        defer(fn () => print("from a callback\n"));
        echo "inner\n";
    });
});
?>
--EXPECT--
inner
from a callback
outer

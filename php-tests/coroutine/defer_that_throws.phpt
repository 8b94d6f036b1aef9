--TEST--
coroutine: all defer() callbacks run, also when some throw; the exceptions are chained
--FILE--
<?php
use function Corio\Coroutine\defer;
use function Corio\Coroutine\run;

try {
    run(function () {
        defer(fn () => throw new Exception('defer 1'));
        defer(fn () => print("runs\n"));
        defer(fn () => throw new Exception('defer 2'));
        throw new Exception('body');
    });
} catch (Exception $e) {
    do {
        echo $e->getMessage(), "\n";
    } while ($e = $e->getPrevious());
}
?>
--EXPECT--
runs
defer 1
defer 2
body

--TEST--
coroutine: an exception's own previous stays when others are chained
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

try {
    run(function () {
        go(fn () => throw new Exception('a', 0, new Exception('cause of a')));
        go(fn () => throw new Exception('b', 0, new Exception('cause of b')));
        go(fn () => throw new Exception('c'));
    });
} catch (Exception $e) {
    do {
        echo $e->getMessage(), "\n";
    } while ($e = $e->getPrevious());
}
?>
--EXPECT--
a
cause of a
b
cause of b
c

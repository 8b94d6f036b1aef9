--TEST--
coroutine: the same object thrown by two coroutines is thrown once
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$e = new Exception('shared');
try {
    run(function () use ($e) {
        go(fn () => throw $e);
        go(fn () => throw $e);
    });
} catch (Exception $caught) {
    var_dump($caught === $e, $caught->getPrevious());
}
?>
--EXPECT--
bool(true)
NULL

--TEST--
coroutine: cancel() with an exception; one that leaves the coroutine ends it and nothing else
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $caught = go(function () {
        try {
            System::sleep(10);
        } catch (CanceledException $e) {
            echo get_class($e), " [{$e->getCode()}]: {$e->getMessage()}, line {$e->getLine()}\n";
            var_dump($e instanceof Corio\Exception, Coroutine::isCanceled());
        }
        var_dump(System::sleep(0.001));
    });
    $uncaught = go(function () {
        defer(function () { echo "defer\n"; });
        try {
            Coroutine::yield();
        } finally {
            echo "finally\n";
        }
    });
    var_dump(Coroutine::cancel($caught, true), Coroutine::cancel($uncaught, true), Coroutine::exists($uncaught));
});
echo "run() has returned\n";
?>
--EXPECT--
Corio\Coroutine\CanceledException [125]: cancelled by coroutine #1, line 13
bool(true)
bool(true)
finally
defer
bool(true)
bool(true)
bool(false)
bool(true)
run() has returned

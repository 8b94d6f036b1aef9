--TEST--
coroutine: another coroutine cannot advance a generator that sleeps
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$generator = (function () {
    System::sleep(0.05);
    yield 1;
})();
run(function () use ($generator) {
    go(fn () => print($generator->current() . "\n"));
    go(function () use ($generator) {
        try {
            $generator->next();
        } catch (Error $e) {
            echo $e->getMessage(), "\n";
        }
    });
});
?>
--EXPECT--
Cannot resume an already running generator
1

--TEST--
coroutine: defer() callbacks run when the coroutine ends, the last one first
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\run;

run(function () {
    defer(fn () => print("first\n"));
    Coroutine::defer(fn () => print("second\n"));
    defer(function () {
        System::sleep(0.005);
        echo "third waits, in ", Coroutine::getCid(), "\n";
    });
    echo "body\n";
});
?>
--EXPECT--
body
third waits, in 1
second
first

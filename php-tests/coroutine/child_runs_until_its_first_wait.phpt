--TEST--
coroutine: a new coroutine runs at once, until its first wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    echo "creator before\n";
    go(function () {
        echo "child starts\n";
        System::sleep(0.005);
        echo "child goes on\n";
    });
    echo "creator after\n";
    go(fn () => print("child without a wait\n"));
    echo "creator ends\n";
});
?>
--EXPECT--
creator before
child starts
creator after
child without a wait
creator ends
child goes on

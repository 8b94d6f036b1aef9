--TEST--
coroutine: a Fiber dropped in a coroutine runs its finally blocks
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

run(function () {
    $fiber = new Fiber(function () {
        try {
            System::sleep(0.005);
            Fiber::suspend();
        } finally {
            echo "finally\n";
        }
    });
    $fiber->start();
    $fiber = null;
    echo "dropped\n";
    System::sleep(0.005);
});
?>
--EXPECT--
finally
dropped

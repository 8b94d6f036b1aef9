--TEST--
coroutine: while a coroutine is in run(), the others go on
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        for ($i = 0; $i < 3; $i++) {
            System::sleep(0.05);
            echo "other\n";
        }
    });
    go(function () {
        run(fn () => System::sleep(0.25));
        echo "run() returned in ", Coroutine::getCid(), "\n";
    });
});
?>
--EXPECT--
other
other
other
run() returned in 3

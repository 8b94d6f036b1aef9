--TEST--
coroutine: the exception of an inner run() reaches the coroutine that called it
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        try {
            run(function () {
                System::sleep(0.05);
                throw new Exception('inner');
            });
        } catch (Exception $e) {
            echo Coroutine::getCid(), ' caught ', $e->getMessage(), "\n";
        }
    });
    System::sleep(0.25);
    echo "the outer one goes on\n";
});
?>
--EXPECT--
2 caught inner
the outer one goes on

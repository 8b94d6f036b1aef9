--TEST--
coroutine: run() throws the first exception, after all have ended, with the others as previous
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

try {
    run(function () {
        go(function () {
            System::sleep(0.1);
            throw new LogicException('second');
        });
        go(function () {
            System::sleep(0.25);
            echo "the last one ends\n";
        });
        System::sleep(0.05);
        throw new RuntimeException('first');
    });
} catch (Exception $e) {
    do {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    } while ($e = $e->getPrevious());
}
?>
--EXPECT--
the last one ends
RuntimeException: first
LogicException: second

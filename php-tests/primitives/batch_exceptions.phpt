--TEST--
primitives: batch() throws the first exception when all have ended; the others hang on it
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\System;

use function Corio\Coroutine\batch;
use function Corio\Coroutine\go;
use function Corio\Coroutine\map;
use function Corio\Coroutine\parallel;
use function Corio\Coroutine\run;

run(function () {
    try {
        batch([
            function () {
                System::sleep(0.01);
                throw new Exception('second');
            },
            fn () => throw new Exception('first'),
            function () {
                System::sleep(0.02);
                echo "the others go on\n";
            },
        ]);
    } catch (Exception $e) {
        echo $e->getMessage(), ', then ', $e->getPrevious()->getMessage(), "\n";
    }
    foreach ([fn () => map([1, 2], fn ($n) => $n === 2 && throw new Exception("map $n")),
        fn () => parallel(2, fn () => throw new Exception('parallel'))] as $work) {
        try {
            $work();
        } catch (Exception $e) {
            echo $e->getMessage(), "\n";
        }
    }

    // Whoever waits is cancelled: so are the tasks, or nobody would wait for them.
    $cid = go(function () {
        try {
            batch([function () {
                try {
                    System::sleep(30);
                } finally {
                    echo "task ends\n";
                }
            }]);
        } catch (CanceledException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    Coroutine::cancel($cid);
});
try {
    run(fn () => batch([fn () => Coroutine::yield(), fn () => Coroutine::yield()]));
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
?>
--EXPECT--
the others go on
first, then second
map 2
parallel
task ends
cancelled by coroutine #1
all coroutines (count: 3) are asleep - deadlock!

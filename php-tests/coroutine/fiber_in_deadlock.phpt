--TEST--
coroutine: a coroutine that waits inside a Fiber for ever is killed through the Fiber
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\run;

try {
    run(function () {
        try {
            (new Fiber(function () {
                try {
                    Coroutine::yield();
                } finally {
                    echo "finally in the Fiber\n";
                }
            }))->start();
            echo "never here\n";
        } finally {
            echo "finally in the coroutine\n";
        }
    });
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
?>
--EXPECT--
finally in the Fiber
finally in the coroutine
all coroutines (count: 1) are asleep - deadlock!

--TEST--
coroutine: no catch block sees the kill
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\run;

try {
    run(function () {
        try {
            Coroutine::yield();
        } catch (Throwable $e) {
            echo "never here\n";
        }
        echo "nor here\n";
    });
} catch (Corio\DeadlockException) {
    echo "deadlock\n";
}
?>
--EXPECT--
deadlock

--TEST--
coroutine: an exception from the finally block of a killed coroutine hangs on the deadlock's
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\run;

try {
    run(function () {
        try {
            Coroutine::yield();
        } finally {
            throw new LogicException('from finally');
        }
    });
} catch (Exception $e) {
    do {
        echo get_class($e), ': ', strtok($e->getMessage(), "\n"), "\n";
    } while ($e = $e->getPrevious());
}
?>
--EXPECT--
Corio\DeadlockException: all coroutines (count: 1) are asleep - deadlock!
LogicException: from finally

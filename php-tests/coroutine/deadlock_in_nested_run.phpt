--TEST--
coroutine: a deadlock inside a nested run() ends the outer one
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\run;

try {
    run(function () {
        try {
            run(fn () => Coroutine::yield());
            echo "never here\n";
        } finally {
            echo "outer finally\n";
        }
    });
} catch (Corio\DeadlockException $e) {
    echo strtok($e->getMessage(), "\n"), "\n";
}
var_dump(Coroutine::stats()['coroutine_num']);
?>
--EXPECT--
outer finally
all coroutines (count: 2) are asleep - deadlock!
int(0)

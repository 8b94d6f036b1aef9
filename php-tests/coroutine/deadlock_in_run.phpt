--TEST--
coroutine: run() whose coroutines wait for each other kills them and throws the report
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

try {
    run(function () {
        go(function () {
            try {
                Coroutine::yield();
                echo "never here\n";
            } finally {
                echo "finally\n";
            }
        });
        defer(fn () => print("deferred\n"));
        Coroutine::yield();
    });
} catch (Corio\DeadlockException $e) {
    echo preg_replace(['~since \S+~', '~\S*/~'], ['since N', ''], $e->getMessage()), "\n";
}
var_dump(Coroutine::stats()['coroutine_num']);
run(fn () => print("and run() works again\n"));
?>
--EXPECT--
deferred
finally
all coroutines (count: 2) are asleep - deadlock!
  {main} waits for the coroutines it has started at deadlock_in_run.php:9, since N s
  coroutine #1 waits for resume() after its Coroutine::yield() at deadlock_in_run.php:19, since N s; created by {main} at deadlock_in_run.php:9
  coroutine #2 waits for resume() after its Coroutine::yield() at deadlock_in_run.php:12, since N s; created by coroutine #1 at deadlock_in_run.php:10
int(0)
and run() works again

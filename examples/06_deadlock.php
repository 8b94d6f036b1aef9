<?php
/*
 * A deadlock is found at once and named: who waits, for what, where, since when.
 *
 *     php -d extension=corio examples/06_deadlock.php
 *
 * Inside run() it is a Corio\DeadlockException, and the coroutines are ended first: their finally blocks and
 * defer()s run. At the end of a script the same report is a warning, and the exit code stays 0.
 *
 * Expected output:
 *
 *     coroutine 2 waits for coroutine 3
 *     coroutine 3 waits for coroutine 2
 *     coroutine 2 cleans up
 *     coroutine 3 cleans up
 *
 *     Corio\DeadlockException: all coroutines (count: 2) are asleep - deadlock!
 *       {main} waits for the coroutines it has started at .../06_deadlock.php:..., since ... s
 *       coroutine #2 waits for resume() after its Coroutine::yield() at .../06_deadlock.php:..., since ... s; created by coroutine #1 at ...
 *       coroutine #3 waits for resume() after its Coroutine::yield() at .../06_deadlock.php:..., since ... s; created by coroutine #1 at ...
 */

use Corio\Coroutine;
use function Corio\Coroutine\{defer, go, run};

try {
    run(function () { // coroutine 1
        $second = go(fn () => wait_for(Coroutine::getCid() + 1));
        go(fn () => wait_for($second));
        // Either of them had to call Coroutine::resume() before it waits; none does.
    });
} catch (Corio\DeadlockException $e) {
    echo "\n", $e::class, ': ', $e->getMessage(), "\n";
}

function wait_for(int $other): void
{
    $me = Coroutine::getCid();
    defer(fn () => print "coroutine $me cleans up\n");
    echo "coroutine $me waits for coroutine $other\n";
    Coroutine::yield(); // until somebody calls Coroutine::resume($me)
}

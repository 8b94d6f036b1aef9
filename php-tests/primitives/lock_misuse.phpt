--TEST--
primitives: misuse of a Lock throws and names who holds it
--FILE--
<?php
use Corio\Coroutine\Lock;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function attempt(Closure $misuse): void
{
    try {
        $misuse();
        echo "?\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', preg_replace(['~since \S+~', '~\S*/~'], ['since N', ''], $e->getMessage()), "\n";
    }
}

run(function () {
    $lock = new Lock();
    attempt(fn () => $lock->unlock());
    go(function () use ($lock) {
        $lock->lock();
        attempt(fn () => $lock->lock());
        attempt(fn () => $lock->trylock_read());
        System::sleep(0.005);
        $lock->unlock();
    });
    attempt(fn () => $lock->unlock());
    attempt(fn () => $lock->lock(8));
    attempt(fn () => $lock->__construct());
    attempt(fn () => clone $lock);
    attempt(fn () => serialize($lock));
    var_dump($lock->lock());
});
attempt(function () {
    run(function () {
        $lock = new Lock();
        go(fn () => $lock->lock());
        go(fn () => $lock->lock());
    });
});
attempt(function () {
    $lock = new Lock();
    $lock->lock();
    run(fn () => $lock->lock());
});
?>
--EXPECT--
Corio\Exception: coroutine #1 cannot unlock what nobody holds
Corio\Exception: coroutine #2 holds the lock already, which is not recursive
Corio\Exception: coroutine #2 holds the lock already, which is not recursive
Corio\Exception: coroutine #1 cannot unlock what coroutine #2 holds, which waits at lock_misuse.php:25
Corio\Exception: the operation must be LOCK_EX or LOCK_SH, perhaps with LOCK_NB, 8 given
Corio\Exception: the constructor was called already
Error: Trying to clone an uncloneable object of class Corio\Coroutine\Lock
Exception: Serialization of 'Corio\Coroutine\Lock' is not allowed
bool(true)
Corio\DeadlockException: all coroutines (count: 1) are asleep - deadlock!
  {main} waits for the coroutines it has started at lock_misuse.php:36, since N s
  coroutine #5 waits for lock() on a lock that coroutine #4 (which has ended) holds at lock_misuse.php:39, since N s; created by coroutine #3 at lock_misuse.php:39
Corio\DeadlockException: all coroutines (count: 1) are asleep - deadlock!
  {main} waits for the coroutines it has started at lock_misuse.php:45, since N s
  coroutine #6 waits for lock() on a lock that {main} holds at lock_misuse.php:45, since N s; created by {main} at lock_misuse.php:45

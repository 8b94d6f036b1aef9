--TEST--
primitives: a coroutine that is ended while it waits for a Lock, or was just given it, does not keep it
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\Lock;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $lock = new Lock();
    $lock->lock();
    $waiting = go(function () use ($lock) {
        try {
            $lock->lock();
        } catch (CanceledException) {
            echo "cancelled\n";
        }
    });
    go(function () use ($lock) {
        $lock->lock();
        echo "next\n";
        $lock->unlock();
    });
    Coroutine::cancel($waiting, true);
    $lock->unlock();
});

// Where nobody can switch the exception comes later than the lock.
final class Canceling
{
    public function __construct(private int $cid)
    {
    }

    public function __destruct()
    {
        Coroutine::cancel($this->cid, true);
    }
}

run(function () {
    $lock = new Lock();
    $lock->lock();
    $waiting = go(function () use ($lock) {
        try {
            $lock->lock();
        } catch (CanceledException) {
            echo "cancelled\n";
        }
    });
    new Canceling($waiting);
    $lock->unlock();
    System::sleep(0.001);
    var_dump($lock->trylock());
});
?>
--EXPECT--
cancelled
next
cancelled
bool(true)

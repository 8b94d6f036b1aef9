--TEST--
primitives: one coroutine at a time holds a Lock, those who wait longest first
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\Lock;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $lock = new Lock();
    $inside = 0;
    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($lock, $name, &$inside) {
            $lock->lock();
            try {
                $inside++ === 0 || print "somebody else is in here\n";
                System::sleep(0.002);
                echo "$name\n";
                $inside--;
            } finally {
                var_dump($lock->unlock());
            }
        });
    }
    var_dump($lock->trylock(), $lock->errCode, $lock->lock(LOCK_EX | LOCK_NB));
    var_dump($lock->lock(), $lock->errCode, $lock->unlock(), $lock->trylock(), $lock->unlock());

    $release = new Channel();
    go(function () use ($lock, $release) {
        $lock->lock();
        $release->pop();
        $lock->unlock();
    });
    var_dump($lock->lock(LOCK_EX, 0.001), $lock->errCode);
    $release->push(true);
    var_dump($lock->lock(LOCK_EX, 30), $lock->errCode);
});
?>
--EXPECT--
bool(false)
int(16)
bool(false)
a
bool(true)
b
bool(true)
c
bool(true)
bool(true)
int(0)
bool(true)
bool(true)
bool(true)
bool(false)
int(110)
bool(true)
int(0)

--TEST--
primitives: readers hold a Lock together, writers alone, and neither starve
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Channel;
use Corio\Coroutine\Lock;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $lock = new Lock();
    $gate = new Channel(9);
    $out = 0;
    $hold = function (string $name, int $operation, float $timeout = -1) use ($lock, $gate, &$out) {
        return go(function () use ($name, $operation, $lock, $timeout, $gate, &$out) {
            if (!$lock->lock($operation, $timeout)) {
                echo "$name gives up: $lock->errCode\n";
                return;
            }
            echo "$name in\n";
            $gate->pop();
            echo "$name out\n";
            $out++;
            $lock->unlock();
        });
    };
    $hold('reader 1', LOCK_SH);
    $hold('reader 2', LOCK_SH);
    $hold('writer', LOCK_EX);
    // Comes after the writer, though readers are inside.
    $hold('reader 3', LOCK_SH);
    $hold('reader 4', LOCK_SH);
    var_dump($lock->trylock_read(), $lock->trylock());
    foreach ([3, 2] as $more) {
        $until = $out + $more;
        for ($i = 0; $i < $more; $i++) {
            $gate->push(true);
        }
        while ($out < $until) {
            System::sleep(0.001);
        }
    }

    echo "-- a writer that gives up lets the readers behind it in\n";
    $hold('reader 1', LOCK_SH);
    $writer = $hold('writer', LOCK_EX);
    $hold('reader 2', LOCK_SH);
    Coroutine::cancel($writer);
    $hold('writer 2', LOCK_EX, 0.001);
    go(fn () => print('read: ' . json_encode($lock->lock_read() && $lock->unlock()) . "\n"));
    while ($lock->errCode !== 110) {
        System::sleep(0.001);
    }
    System::sleep(0.001);
    var_dump($lock->trylock_read());
    $lock->unlock();
    $gate->push(true);
    $gate->push(true);
});
?>
--EXPECT--
reader 1 in
reader 2 in
bool(false)
bool(false)
reader 1 out
reader 2 out
writer in
writer out
reader 3 in
reader 4 in
reader 3 out
reader 4 out
-- a writer that gives up lets the readers behind it in
reader 1 in
writer gives up: 125
reader 2 in
writer 2 gives up: 110
read: true
bool(true)
reader 1 out
reader 2 out

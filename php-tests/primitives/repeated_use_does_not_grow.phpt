--TEST--
primitives: channels, groups, barriers, locks and pools that come and go leave no memory behind
--FILE--
<?php
use Corio\ConnectionPool;
use Corio\Coroutine;
use Corio\Coroutine\{Barrier, Channel, Lock, WaitGroup};

use function Corio\Coroutine\{batch, go, run};

function round_trip(): void
{
    $channel = new Channel(2);
    $other = new Channel(1);
    $group = new WaitGroup(1);
    $barrier = Barrier::make();
    $lock = new Lock();
    $pool = new ConnectionPool(fn () => [$channel], 1);
    $lock->lock();
    $waits = [
        fn () => Channel::select([$channel, $other, $channel], []),
        fn () => $other->pop(30),
        fn () => $lock->lock(LOCK_SH),
        fn () => $pool->withConnection(fn () => $group->done()),
        fn () => $pool->get(30),
    ];
    $cids = [];
    foreach ($waits as $wait) {
        $cids[] = go(function () use ($wait, $barrier) {
            $wait();
        });
    }
    $channel->push([1, new ArrayObject([$channel])]);
    $group->wait();
    $lock->unlock();
    array_map(Coroutine::cancel(...), $cids);
    unset($cids);
    $other->close();
    Barrier::wait($barrier);
    batch([fn () => [1], fn () => [2]]);
}

function resident(): int
{
    return (int) preg_replace('~.*VmRSS:\s*(\d+).*~s', '$1', file_get_contents('/proc/self/status'));
}

run(function () {
    for ($i = 0; $i < 2000; $i++) {
        round_trip();
    }
    gc_collect_cycles();
    [$memory, $resident] = [memory_get_usage(), resident()];
    for ($i = 0; $i < 6000; $i++) {
        round_trip();
    }
    gc_collect_cycles();
    // Kilobytes. A leak of 100 bytes in each round would be 600.
    var_dump(intdiv(memory_get_usage() - $memory, 1024) < 100, resident() - $resident < 600);
});
?>
--EXPECT--
bool(true)
bool(true)

--TEST--
neighbours: signals by ticks, and by pcntl_signal_dispatch(), reach a handler from whatever coroutine runs
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
declare(ticks=1);

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$seen = [];
pcntl_signal(SIGUSR1, function () use (&$seen) {
    $seen[] = Coroutine::getCid();
    System::sleep(0.001); // a tick is PHP code like any other: it may wait
});
run(function () use (&$seen) {
    for ($n = 0; $n < 3; $n++) {
        go(function () {
            System::sleep(0.002);
            posix_kill(getmypid(), SIGUSR1);
            $cid = Coroutine::getCid();
            System::sleep(0.002);
            assert($cid === Coroutine::getCid());
        });
    }
});
sort($seen);
echo 'by ticks: ', implode(' ', $seen), "\n";
?>
--EXPECT--
by ticks: 2 3 4

--TEST--
lifecycle: a signal's handler runs at once though the last coroutine that ran has ended
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$start) {
    echo hrtime(true) - $start < 0.5e9 ? "at once\n" : "late\n";
});
$killer = proc_open(['sh', '-c', 'sleep 0.2; kill -USR1 ' . getmypid()], [], $pipes);
$start = hrtime(true);
run(function () {
    go(fn () => System::sleep(0.05));
    go(fn () => var_dump(System::sleep(1)));
});
echo "run() returned\n";
?>
--EXPECT--
at once
bool(true)
run() returned

--TEST--
lifecycle: a signal that came just before a wait is handled before it
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

pcntl_async_signals(true);
pcntl_signal(SIGUSR1, fn () => print("handled\n"));
run(function () {
    posix_kill(getmypid(), SIGUSR1);
    System::sleep(0.05);
    echo "slept\n";
    [posix_kill(getmypid(), SIGUSR1), System::sleep(0.05)];
    echo "slept again\n";
});
?>
--EXPECT--
handled
slept
handled
slept again

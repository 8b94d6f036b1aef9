--TEST--
timer: signal handlers run while the loop waits for a timer, and may set and clear timers
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Timer;

pcntl_async_signals(true);
$tick = Timer::tick(60_000, fn () => print("never\n"));
pcntl_signal(SIGALRM, function () use ($tick) {
    echo "signal\n";
    Timer::after(5, fn () => print("set by a signal's handler\n"));
    Timer::clear($tick);
});
pcntl_alarm(1);
?>
--EXPECT--
signal
set by a signal's handler

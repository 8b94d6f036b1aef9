--TEST--
system: handlers of pcntl_signal() are called as well while somebody waits for the signal, and stay
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

pcntl_async_signals(true);
$kill = function (int $signal, float $seconds) {
    go(function () use ($signal, $seconds) {
        System::sleep($seconds);
        posix_kill(getmypid(), $signal);
    });
};
$handler = fn (string $name) => function () use ($name) {
    echo "$name\n";
};
run(function () use ($kill, $handler) {
    echo "one that was there before:\n";
    foreach ([SIGUSR1, SIGWINCH] as $signal) {
        pcntl_signal($signal, $handler("handler of $signal"));
        $kill($signal, 0.02);
        var_dump(System::waitSignal($signal, 5) === $signal);
        posix_kill(getmypid(), $signal);
        System::sleep(0.01);
    }
    echo "one that is ignored:\n";
    pcntl_signal(SIGUSR2, SIG_IGN);
    $kill(SIGUSR2, 0.02);
    var_dump(System::waitSignal(SIGUSR2, 5) === SIGUSR2);
    posix_kill(getmypid(), SIGUSR2);
    System::sleep(0.01);

    echo "one that is set meanwhile:\n";
    go(function () use ($handler) {
        System::sleep(0.02);
        pcntl_signal(SIGHUP, $handler('handler set meanwhile'));
    });
    $kill(SIGHUP, 1.0);
    var_dump(System::waitSignal(SIGHUP, 10) === SIGHUP);
    posix_kill(getmypid(), SIGHUP);
    System::sleep(0.01);
});
?>
--EXPECT--
one that was there before:
handler of 10
bool(true)
handler of 10
handler of 28
bool(true)
handler of 28
one that is ignored:
bool(true)
one that is set meanwhile:
handler set meanwhile
bool(true)
handler set meanwhile

--TEST--
system: waitSignal() waits for one of some signals; what was set for them before is so again afterwards
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function show(int|false $result): void
{
    echo match ($result) {
        SIGUSR1 => 'USR1', SIGUSR2 => 'USR2', SIGTERM => 'TERM', SIGRTMIN + 1 => 'RTMIN+1', false => 'false ' . Corio\last_error(), default => $result,
    }, "\n";
}
function later(int $signal, float $seconds = 0.02): void
{
    go(function () use ($signal, $seconds) {
        System::sleep($seconds);
        posix_kill(getmypid(), $signal);
    });
}
run(function () {
    later(SIGUSR1);
    show(System::waitSignal(SIGUSR1));
    later(SIGTERM);
    show(System::waitSignal([SIGUSR1, SIGUSR2, SIGTERM], 5));
    later(SIGRTMIN + 1);
    show(System::waitSignal(SIGRTMIN + 1, 5));
    show(System::waitSignal(SIGUSR1, 0.01));
    foreach ([0, -1, 65, 1 << 40, SIGKILL, SIGSEGV] as $number) {
        show(System::waitSignal($number, 0.01));
    }
    $cid = go(fn () => show(System::waitSignal(SIGUSR1)));
    Coroutine::cancel($cid);

    echo "two come before anybody looks:\n";
    go(function () {
        System::sleep(0.01);
        posix_kill(getmypid(), SIGUSR2);
        posix_kill(getmypid(), SIGUSR1);
        posix_kill(getmypid(), SIGUSR1);
    });
    foreach ([1, 2, 3] as $wait) {
        show(System::waitSignal([SIGUSR1, SIGUSR2], 5));
    }
    show(System::waitSignal([SIGUSR1, SIGUSR2], 0.01));

    echo "blocked, and sent while nobody waits:\n";
    pcntl_sigprocmask(SIG_BLOCK, [SIGUSR1, SIGTERM]);
    posix_kill(getmypid(), SIGUSR1);
    System::sleep(0.01);
    show(System::waitSignal([SIGUSR2, SIGUSR1], 5));
    later(SIGTERM);
    show(System::waitSignal(SIGTERM, 5));
    later(SIGUSR2);
    show(System::waitSignal([SIGUSR2, SIGUSR1], 5));
    pcntl_sigprocmask(SIG_UNBLOCK, [SIGUSR1, SIGTERM]);

    echo "two wait for one signal each:\n";
    go(fn () => show(System::waitSignal(SIGUSR1, 5)));
    go(fn () => show(System::waitSignal(SIGUSR2, 5)));
    later(SIGUSR2);
    later(SIGUSR1, 0.1);
    System::sleep(0.2);
});
later(SIGUSR1);
show(System::waitSignal(SIGUSR1)); // at top level
try {
    System::waitSignal('USR1');
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
// The default action is back.
$code = 'Corio\Coroutine\System::waitSignal(%d, 0.01); posix_kill(getmypid(), %d); usleep(100000); echo "not reached\n";';
foreach ([SIGTERM, SIGALRM] as $signal) {
    $process = proc_open('exec ' . PHP_BINARY . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' -r ' . escapeshellarg(sprintf($code, $signal, $signal)), [], $pipes);
    do {
        usleep(10_000);
        $status = proc_get_status($process);
    } while ($status['running']);
    echo $status['signaled'] && $status['termsig'] === $signal ? "ended by it\n" : json_encode($status) . "\n";
}
?>
--EXPECT--
USR1
TERM
RTMIN+1
false 110
false 22
false 22
false 22
false 22
false 22
false 22
false 125
two come before anybody looks:
USR1
USR1
USR2
false 110
blocked, and sent while nobody waits:
USR1
TERM
USR2
two wait for one signal each:
USR2
USR1
USR1
argument #1 ($signals) must be a signal's number or an array of such
ended by it
ended by it

--TEST--
system: waitPid() takes the status of its child only, wait() that of any that nobody waits for by number
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

/** A child that ends as the shell code says. */
function process(string $code): int
{
    if (($pid = pcntl_fork()) === 0) {
        pcntl_exec('/bin/sh', ['-c', $code]);
    }
    return $pid;
}
function show(array|false $result, int ...$known): void
{
    if ($result === false) {
        echo 'false ', Corio\last_error(), "\n";
        return;
    }
    $name = array_search($result['pid'], $known, true);
    echo $name === false ? 'another one' : "child $name", ", code $result[code], signal $result[signal]\n";
}
run(function () {
    $file = sys_get_temp_dir() . '/corio-wait-' . getmypid();
    // The first one ends when it is let.
    [$a, $b, $c] = [process("until [ -e $file ]; do sleep 0.02; done; exit 3"), process('exit 4'), process('kill -15 $$')];
    System::sleep(0.05);
    go(fn () => show(System::waitPid($a), $a, $b, $c));
    $found = [System::wait(), System::wait()];
    usort($found, fn ($x, $y) => $x['pid'] <=> $y['pid']);
    show($found[0], $a, $b, $c);
    show($found[1], $a, $b, $c);
    show(System::wait(0.01));          // the one left is waited for by number
    touch($file);
    while (posix_kill($a, 0)) {
        System::sleep(0.01);
    }
    unlink($file);
    show(System::wait());              // none is left
    show(System::waitPid($a));
    show(System::waitPid(PHP_INT_MAX));

    echo "timeouts and cancelling:\n";
    $a = process('exec sleep 60');
    show(System::waitPid($a, 0.01));
    $cid = go(fn () => show(System::waitPid($a)));
    Coroutine::cancel($cid);
    $cid = go(fn () => show(System::wait()));
    Coroutine::cancel($cid);
    posix_kill($a, SIGKILL);
    show(System::waitPid(-1), $a);

    echo "beside proc_open() and a handler of the script:\n";
    pcntl_async_signals(true);
    $signals = 0;
    pcntl_signal(SIGCHLD, function () use (&$signals) {
        $signals++;
    });
    $process = proc_open('exit 7', [], $pipes);
    $a = process('sleep 0.1; exit 8');
    show(System::waitPid($a), $a);
    while (($status = proc_get_status($process))['running']) {
        System::sleep(0.01);
    }
    echo "proc_open(): $status[exitcode]; ", $signals > 0 ? "the handler was called\n" : "no handler\n";
    $b = process('sleep 0.1; exit 9');
    $before = $signals;
    show(System::wait(10), $b);
    System::sleep(0.01);
    echo $signals > $before ? "the handler was called\n" : "no handler\n";
    $installed = pcntl_signal_get_handler(SIGCHLD);
    echo $installed instanceof Closure ? "and stays\n" : "and is gone\n";
});
?>
--EXPECT--
child 1, code 4, signal 0
child 2, code 0, signal 15
false 110
child 0, code 3, signal 0
false 10
false 10
false 10
timeouts and cancelling:
false 110
false 125
false 125
child 0, code 0, signal 9
beside proc_open() and a handler of the script:
child 0, code 8, signal 0
proc_open(): 7; the handler was called
child 0, code 9, signal 0
the handler was called
and stays

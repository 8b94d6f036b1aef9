--TEST--
system: a child that is forked while somebody waits for a signal does not inherit that; {main} goes on waiting in it
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
require __DIR__ . '/../include/fork.php';
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(fn () => System::waitSignal(SIGTERM, 5));
    if (($pid = pcntl_fork()) === 0) {
        posix_kill(getmypid(), SIGTERM);
        usleep(1_000_000);
        exit;
    }
    echo 'the child was ended by signal ', System::waitPid($pid)['signal'], "\n";
    posix_kill(getmypid(), SIGTERM);
});
echo "the parent has heard it\n";

$parent = getmypid();
go(function () {
    System::sleep(0.02);
    if (($pid = pcntl_fork()) === 0) {
        System::sleep(0.05);
        posix_kill(getmypid(), SIGUSR1);
        return;
    }
    wait_for_child($pid);
    posix_kill(getmypid(), SIGUSR1);
});
echo System::waitSignal(SIGUSR1, 10) === SIGUSR1 ? '' : 'not ', 'heard by the ', getmypid() === $parent ? "parent\n" : "child\n";
?>
--EXPECT--
the child was ended by signal 15
the parent has heard it
heard by the child
heard by the parent

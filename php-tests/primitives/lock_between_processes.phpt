--TEST--
primitives: a shared Lock holds between a process and its children, and is taken away from a dead one
--EXTENSIONS--
pcntl
posix
--FILE--
<?php
use Corio\Coroutine\Lock;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$lock = new Lock(true);
$counter = tempnam(sys_get_temp_dir(), 'corio-lock-');
file_put_contents($counter, '0');
// Read, wait, write: without the lock almost every one of these would be lost.
$work = function () use ($lock, $counter) {
    for ($i = 0; $i < 5; $i++) {
        go(function () use ($lock, $counter) {
            $lock->lock();
            $number = (int) file_get_contents($counter);
            System::sleep(0.001);
            file_put_contents($counter, $number + 1);
            $lock->unlock();
        });
    }
};
$children = [];
for ($i = 0; $i < 3; $i++) {
    if (($pid = pcntl_fork()) === 0) {
        run($work);
        exit(0);
    }
    $children[] = $pid;
}
run($work);
foreach ($children as $pid) {
    pcntl_waitpid($pid, $status);
}
var_dump(file_get_contents($counter));
unlink($counter);

// Held here: the child sees it, and what it believes to hold itself is not its own.
$lock->lock();
if (($pid = pcntl_fork()) === 0) {
    try {
        $lock->unlock();
    } catch (Corio\Exception $e) {
        echo str_replace((string) posix_getppid(), 'N', $e->getMessage()), "\n";
    }
    var_dump($lock->trylock(), $lock->lock(LOCK_EX, 0.01), $lock->errCode);
    exit(0);
}
pcntl_waitpid($pid, $status);
$lock->unlock();

// A child that dies with it.
if (($pid = pcntl_fork()) === 0) {
    $lock->lock();
    posix_kill(posix_getpid(), SIGKILL);
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wifsignaled($status), $lock->lock(LOCK_EX, 30), $lock->unlock());
?>
--EXPECT--
string(2) "20"
{main} cannot unlock what process N holds
bool(false)
bool(false)
int(110)
bool(true)
bool(true)
bool(true)

--TEST--
timer: a timer may wake somebody, so there is no deadlock while there is one; when none is left there is
--FILE--
<?php
use Corio\Coroutine;
use Corio\Timer;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $cid = Coroutine::getCid();
    Timer::after(20, fn () => Coroutine::resume($cid));
    Coroutine::yield();
    echo "resumed by a timer\n";
});
try {
    run(function () {
        Timer::after(10, fn () => print("the last timer\n"));
        Coroutine::yield();
    });
} catch (Corio\DeadlockException $exception) {
    echo strtok($exception->getMessage(), "\n"), "\n";
}
$main = Coroutine::getCid();
$id = Timer::after(60000, fn () => null);
go(function () use ($id) {
    Timer::clear($id);
});
try {
    Coroutine::yield();
} catch (Corio\DeadlockException $exception) {
    echo strtok($exception->getMessage(), "\n"), "\n";
}
?>
--EXPECT--
resumed by a timer
the last timer
all coroutines (count: 1) are asleep - deadlock!
nothing is left that could wake {main} - deadlock!

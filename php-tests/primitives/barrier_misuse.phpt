--TEST--
primitives: misuse of a Barrier throws
--FILE--
<?php
use Corio\Coroutine\Barrier;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function attempt(Closure $misuse): void
{
    try {
        $misuse();
        echo "?\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', preg_replace(['~since \S+~', '~\S*/~'], ['since N', ''], $e->getMessage()), "\n";
    }
}

final class Holder
{
    public Barrier $barrier;
}

run(function () {
    $barrier = Barrier::make();
    $mine = $barrier;
    go(fn () => Barrier::wait($mine, 0.01));
    attempt(fn () => Barrier::wait($barrier));
    var_dump($barrier::class);
    attempt(function () {
        $text = 'text';
        Barrier::wait($text);
    });
    attempt(function () {
        $holder = new Holder();
        $holder->barrier = Barrier::make();
        Barrier::wait($holder->barrier);
    });
    attempt(fn () => clone $barrier);
    attempt(fn () => $barrier->__construct());
});
attempt(function () {
    run(function () {
        $barrier = Barrier::make();
        $other = $barrier;
        Barrier::wait($barrier);
    });
});
?>
--EXPECT--
Corio\Exception: another coroutine waits for this barrier already
string(23) "Corio\Coroutine\Barrier"
TypeError: Corio\Coroutine\Barrier::wait(): Argument #1 ($barrier) must be of type Corio\Coroutine\Barrier, string given
TypeError: Cannot assign null to reference held by property Holder::$barrier of type Corio\Coroutine\Barrier
Error: Trying to clone an uncloneable object of class Corio\Coroutine\Barrier
Corio\Exception: the constructor was called already
Corio\DeadlockException: all coroutines (count: 1) are asleep - deadlock!
  {main} waits for the coroutines it has started at barrier_misuse.php:41, since N s
  coroutine #3 waits for Barrier::wait() at barrier_misuse.php:44, since N s; created by {main} at barrier_misuse.php:41

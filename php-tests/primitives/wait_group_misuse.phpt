--TEST--
primitives: misuse of a WaitGroup throws and changes nothing
--FILE--
<?php
use Corio\Coroutine\WaitGroup;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function attempt(Closure $misuse): void
{
    try {
        $misuse();
        echo "?\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}

$group = new WaitGroup(1);
attempt(fn () => new WaitGroup(-1));
attempt(fn () => $group->add(-2));
attempt(fn () => $group->add(PHP_INT_MAX));
attempt(fn () => (new WaitGroup())->done());
attempt(fn () => $group->__construct(5));
attempt(fn () => clone $group);
attempt(fn () => serialize($group));
attempt(fn () => (new class extends WaitGroup {
    public function __construct()
    {
    }
})->wait());
var_dump($group->count());

run(function () use ($group) {
    go(fn () => $group->wait());
    attempt(fn () => $group->wait());
    attempt(fn () => $group->add());
    $group->done();
    // It has not gone on yet.
    attempt(fn () => $group->add());
    attempt(fn () => $group->done());
});
attempt(function () {
    run(function () {
        $group = new WaitGroup(3);
        $group->add(-1);
        $group->wait();
    });
});
?>
--EXPECTF--
InvalidArgumentException: WaitGroup misuse: negative counter
InvalidArgumentException: WaitGroup misuse: negative counter
InvalidArgumentException: WaitGroup misuse: negative counter
BadMethodCallException: WaitGroup misuse: negative counter
Corio\Exception: the constructor was called already
Error: Trying to clone an uncloneable object of class Corio\Coroutine\WaitGroup
Exception: Serialization of 'Corio\Coroutine\WaitGroup' is not allowed
Corio\Exception: the object's constructor was not called
int(1)
BadMethodCallException: WaitGroup misuse: reused before previous wait has returned
BadMethodCallException: WaitGroup misuse: add called concurrently with wait
BadMethodCallException: WaitGroup misuse: add called concurrently with wait
BadMethodCallException: WaitGroup misuse: negative counter
Corio\DeadlockException: all coroutines (count: 1) are asleep - deadlock!
  {main} waits for the coroutines it has started at %s, since %f s
  coroutine #3 waits for WaitGroup::wait() (2 left) at %s, since %f s; created by {main} at %s

--TEST--
timer: what a callback holds is freed when it has fired, is cleared, or the script ends; cycles are collected
--FILE--
<?php
use Corio\Timer;

use function Corio\Coroutine\run;

class Noisy
{
    public ?Closure $closure = null;

    public function __construct(private string $name)
    {
    }

    public function __destruct()
    {
        echo "$this->name is freed\n";
    }

    public function tick(): void
    {
        echo "$this->name is called\n";
    }
}

run(Timer::after(...), 1, [new Noisy('fired'), 'tick']);
echo "-\n";
$id = Timer::tick(1, [new Noisy('cleared'), 'tick']);
Timer::clear($id);
echo "-\n";
run(Timer::after(...), 1, fn ($parameter) => null, new Noisy('parameter'));
echo "-\n";
$cycle = new Noisy('cycle');
$cycle->closure = function () use ($cycle) {
    $cycle->tick();
};
$set = function () use (&$cycle) {
    Timer::after(1, $cycle->closure);
    $cycle = null;
};
run($set);
gc_collect_cycles();
echo "-\n";
Timer::after(1, function () {
    $id = Timer::tick(60_000, [new Noisy('left over'), 'tick']);
    exit;
});
?>
--EXPECT--
fired is called
fired is freed
-
cleared is freed
-
parameter is freed
-
cycle is called
cycle is freed
-
left over is freed

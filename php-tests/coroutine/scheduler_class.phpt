--TEST--
coroutine: Scheduler runs what it was given and waits for it
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Scheduler;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

$scheduler = new Scheduler;
var_dump($scheduler->start());
$scheduler->add(function (...$arguments) { echo json_encode($arguments), "\n"; }, 1, name: 'two');
$scheduler->parallel(3, function (int $n) { System::sleep(0.001); echo "parallel $n\n"; }, 5);
$scheduler->parallel(0, function () { echo "never\n"; });
$scheduler->set(['max_coroutine' => 50]);
var_dump($scheduler->getOptions() === Coroutine::getOptions(), $scheduler->start(), @$scheduler->start());
$scheduler->add(fn () => throw new Exception('first'));
$scheduler->add(function () { System::sleep(0.001); throw new Exception('second'); });
try {
    $scheduler->start();
} catch (Exception $e) {
    echo $e->getMessage(), ', ', $e->getPrevious()->getMessage(), "\n";
}
run(function () use ($scheduler) {
    $scheduler->add(function () { System::sleep(0.001); echo "inside of run()\n"; });
    var_dump($scheduler->start());
});
foreach ([fn () => $scheduler->add('no such function'), fn () => clone $scheduler, fn () => $scheduler->__construct()] as $wrong) {
    try {
        $wrong();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
// The collector sees what it holds.
$other = new Scheduler;
$other->add(function () use ($other) { });
unset($other);
var_dump(gc_collect_cycles());
?>
--EXPECTF--

Warning: Corio\Coroutine\Scheduler::start(): no coroutine task in %s on line 9
bool(false)
{"0":1,"name":"two"}
parallel 5
parallel 5
parallel 5
bool(true)
bool(true)
bool(false)
first, second
inside of run()
bool(true)
TypeError: Corio\Coroutine\Scheduler::add(): Argument #1 ($func) must be a valid callback, function "no such function" not found or invalid function name
Error: Trying to clone an uncloneable object of class Corio\Coroutine\Scheduler
Corio\Exception: the constructor was called already
int(2)

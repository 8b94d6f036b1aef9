--TEST--
timer: run() waits for the timers set in it, the end of the script for all
--FILE--
<?php
use Corio\Timer;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$outside = Timer::tick(5, function (int $id) {
    static $calls = 0;
    $calls++;
});
run(function () {
    Timer::after(10, function () {
        echo "set in run()\n";
        Timer::after(10, fn () => print("set by its callback\n"));
    });
    go(fn () => Timer::after(300, fn () => print("set by a child\n")));
});
echo "run() has returned\n";
var_dump(iterator_to_array(Timer::list()) === [$outside]);
Timer::after(20, fn () => Timer::clear($outside));
register_shutdown_function(fn () => print("a shutdown function comes before the loop\n"));
Timer::after(10, fn () => print("the loop at the end\n"));
?>
--EXPECT--
set in run()
set by its callback
set by a child
run() has returned
bool(true)
a shutdown function comes before the loop
the loop at the end

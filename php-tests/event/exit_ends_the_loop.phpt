--TEST--
event: exit() clears timers and watches; wait() and the end of the script wait for nobody, run() for its coroutines
--FILE--
<?php
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine\System;
use Corio\Event;
use Corio\Timer;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

[$near, $far] = pair();
Event::add($near, fn () => null);
Timer::tick(1, fn () => null);
Timer::after(20, fn () => Event::exit());
Event::wait();
var_dump(Event::isset($near), Timer::stats()['num']);

run(function () {
    Timer::tick(1, fn () => null);
    go(function () {
        System::sleep(0.05);
        echo "a coroutine ends\n";
    });
    Event::exit();
});
echo "run() has returned\n";

child('use Corio\Event, Corio\Timer, Corio\Coroutine\System; use function Corio\Coroutine\go;
    Timer::tick(1, fn () => null);
    go(function () { try { System::sleep(60); } finally { echo "killed\n"; } });
    Timer::after(10, fn () => Event::exit());');
Event::wait();
echo "wait() works again\n";
?>
--EXPECT--
bool(false)
int(0)
a coroutine ends
run() has returned
killed
exit code 0
wait() works again

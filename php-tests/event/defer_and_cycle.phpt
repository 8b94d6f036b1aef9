--TEST--
event: defer() comes after those who are ready; cycle() once in each turn of the loop, without keeping it going
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;
use Corio\Event;

use function Corio\Coroutine\go;

go(function () {
    Event::defer(function () {
        echo 'deferred, in ', Coroutine::getCid() > 0 ? "a coroutine\n" : "{main}\n";
        System::sleep(0.001);
        Event::defer(fn () => print("deferred by that\n"));
    });
    echo "first\n";
});
echo "second\n";
Event::wait();

$log = [];
foreach (['after' => false, 'before' => true] as $name => $before) {
    var_dump(Event::cycle(function () use ($name, &$log) {
        $log[] = $name;
    }, $before));
}
Corio\Timer::after(10, function () use (&$log) {
    $log[] = 'timer';
});
Event::wait();
// Turns without an event come and go; the one with the timer is the last.
$at = array_search('timer', $log, true);
echo implode(' ', array_slice($log, 0, 1)), '; ', implode(' ', array_slice($log, max(0, $at - 1))), "\n";
$pairs = array_filter($log, fn ($name) => $name !== 'timer');
var_dump(abs(count(array_keys($pairs, 'after', true)) - count(array_keys($pairs, 'before', true))) <= 1);
var_dump(Event::cycle(null), Event::cycle(null), Event::cycle(null, true));
?>
--EXPECT--
first
second
deferred, in a coroutine
deferred by that
bool(true)
bool(true)
before; before timer
bool(true)
bool(true)
bool(false)
bool(true)

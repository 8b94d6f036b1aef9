--TEST--
timer: one that is due can still be cleared, by the callback before it
--FILE--
<?php
use Corio\Timer;

$second = $third = null;
Timer::after(1, function () use (&$second, &$third) {
    echo "first\n";
    var_dump(Timer::exists($second), Timer::clear($second), Timer::clear($third));
});
$second = Timer::after(2, fn () => print("second\n"));
$third = Timer::tick(2, fn () => print("third\n"));
Timer::after(3, fn () => print("fourth\n"));
usleep(20_000); // all are due now
?>
--EXPECT--
first
bool(true)
bool(true)
bool(true)
fourth

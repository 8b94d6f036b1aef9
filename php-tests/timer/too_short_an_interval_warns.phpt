--TEST--
timer: less than a millisecond is a warning and false; the constants tell the limits
--FILE--
<?php
use Corio\Timer;

var_dump(Timer::after(0, fn () => print("never\n")), Timer::tick(-5, fn () => print("never\n")));
var_dump(Corio\TIMER_MIN_MS, Corio\TIMER_MIN_SEC, Corio\TIMER_MAX_MS === PHP_INT_MAX, Corio\TIMER_MAX_SEC);
$id = Timer::after(Corio\TIMER_MAX_MS, fn () => print("never\n"));
var_dump(Timer::clear($id));
foreach ([[1, 'no such function'], [1], ['x', fn () => 1]] as $arguments) {
    try {
        Timer::after(...$arguments);
    } catch (TypeError $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
?>
--EXPECTF--
Warning: Corio\Timer::after(): Timer must be greater than or equal to 1 in %s on line %d

Warning: Corio\Timer::tick(): Timer must be greater than or equal to 1 in %s on line %d
bool(false)
bool(false)
int(1)
float(0.001)
bool(true)
float(9223372036854776)
bool(true)
TypeError: Corio\Timer::after(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
ArgumentCountError: Corio\Timer::after() expects at least 2 arguments, 1 given
TypeError: Corio\Timer::after(): Argument #1 ($ms) must be of type int, string given

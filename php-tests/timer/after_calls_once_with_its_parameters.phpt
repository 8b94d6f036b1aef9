--TEST--
timer: after() calls once, at its time, with its parameters, those by name too
--FILE--
<?php
use Corio\Timer;

$begin = hrtime(true);
Timer::after(40, function (...$params) use ($begin) {
    echo json_encode($params), hrtime(true) - $begin >= 40e6 ? " in time\n" : " early\n";
}, 1, 'two', three: 3);
Timer::after(20, fn () => print("sooner\n"));
Timer::after(20, 'printf', "%s\n", 'a function of PHP');
?>
--EXPECT--
sooner
a function of PHP
{"0":1,"1":"two","three":3} in time

--TEST--
timer: each callback runs in a coroutine of its own and may wait; the others go on meanwhile
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;
use Corio\Timer;

use function Corio\Coroutine\defer;

$seen = [];
foreach (['a' => 10, 'b' => 30] as $name => $ms) {
    Timer::after($ms, function () use ($name, &$seen) {
        $seen[] = Coroutine::getCid();
        defer(fn () => print("$name ends\n"));
        echo "$name begins\n";
        System::sleep($name === 'a' ? 0.3 : 0.01);
    });
}
System::sleep(0.6);
echo count(array_unique($seen)), ' coroutines, ', min($seen) > 0 ? "none of them {main}\n" : "one is {main}\n";
?>
--EXPECT--
a begins
b begins
b ends
a ends
2 coroutines, none of them {main}

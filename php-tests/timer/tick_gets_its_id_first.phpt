--TEST--
timer: tick() calls again and again, with its id first, until it is cleared in its own callback
--FILE--
<?php
use Corio\Timer;

$id = Timer::tick(5, function (int $timer, string ...$params) use (&$id) {
    static $calls = 0;
    echo ++$calls, $timer === $id ? ' own id ' : ' other id ', json_encode($params), ' called ', Timer::info($timer)['exec_count'], " times\n";
    if ($calls === 3) {
        var_dump(Timer::clear($timer), Timer::exists($timer), Timer::clear($timer));
    }
}, 'a', b: 'c');
?>
--EXPECT--
1 own id {"0":"a","b":"c"} called 1 times
2 own id {"0":"a","b":"c"} called 2 times
3 own id {"0":"a","b":"c"} called 3 times
bool(true)
bool(false)
bool(false)

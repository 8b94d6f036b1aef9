--TEST--
coroutine: sleep() of less than 0.001 s warns and returns false
--FILE--
<?php
use Corio\Coroutine\System;

foreach ([0, 0.0009, -1, -INF, '0'] as $time) {
    var_dump(System::sleep($time));
}
var_dump(System::sleep(0.001), System::sleep('0.002'));
?>
--EXPECTF--
Warning: Corio\Coroutine\System::sleep(): the time must be at least 0.001 seconds in %s on line 5
bool(false)

Warning: Corio\Coroutine\System::sleep(): the time must be at least 0.001 seconds in %s on line 5
bool(false)

Warning: Corio\Coroutine\System::sleep(): the time must be at least 0.001 seconds in %s on line 5
bool(false)

Warning: Corio\Coroutine\System::sleep(): the time must be at least 0.001 seconds in %s on line 5
bool(false)

Warning: Corio\Coroutine\System::sleep(): the time must be at least 0.001 seconds in %s on line 5
bool(false)
bool(true)
bool(true)

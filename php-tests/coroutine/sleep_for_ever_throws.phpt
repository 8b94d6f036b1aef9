--TEST--
coroutine: sleep() of INF or NAN throws, of a very long time waits
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

foreach ([INF, NAN] as $time) {
    try {
        System::sleep($time);
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}
go(fn () => System::sleep(1e12));
go(fn () => System::sleep(1e18));
System::sleep(0.01);
var_dump(Coroutine::stats()['coroutine_num']);
exit;
?>
--EXPECT--
cannot sleep for inf seconds
cannot sleep for NaN seconds
int(2)

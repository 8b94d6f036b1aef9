--TEST--
coroutine: coroutines that sleep equally long wake in the order in which they fell asleep
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$order = [];
run(function () use (&$order) {
    for ($i = 0; $i < 100; $i++) {
        go(function () use (&$order, $i) {
            System::sleep(0.01);
            $order[] = $i;
        });
    }
});
var_dump($order === range(0, 99));
?>
--EXPECT--
bool(true)

--TEST--
coroutine: 30 000 coroutines sleep at once
--INI--
memory_limit=-1
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$awake = 0;
run(function () use (&$awake) {
    for ($i = 0; $i < 30000; $i++) {
        go(function () use (&$awake) {
            System::sleep(0.5);
            $awake++;
        });
    }
    var_dump(Coroutine::stats()['coroutine_num']);
});
var_dump($awake, Coroutine::stats()['coroutine_peak_num']);
?>
--EXPECT--
int(30001)
int(30000)
int(30001)

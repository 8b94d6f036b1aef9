--TEST--
coroutine: sleep() never ends early
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$early = 0;
run(function () use (&$early) {
    for ($i = 0; $i < 200; $i++) {
        go(function () use (&$early, $i) {
            $time = 0.001 + $i / 1000;
            $start = hrtime(true);
            System::sleep($time);
            $early += hrtime(true) - $start < $time * 1e9;
        });
    }
});
var_dump($early);
?>
--EXPECT--
int(0)

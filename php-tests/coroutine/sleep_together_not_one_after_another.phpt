--TEST--
coroutine: sleeping coroutines sleep at the same time
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$start = hrtime(true);
run(function () {
    for ($i = 0; $i < 1000; $i++) {
        go(fn () => System::sleep(0.1));
    }
});
var_dump((hrtime(true) - $start) / 1e9 < 1.5);
?>
--EXPECT--
bool(true)

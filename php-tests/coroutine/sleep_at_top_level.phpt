--TEST--
coroutine: sleep at top level lets the others run
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    for ($i = 1; $i <= 3; $i++) {
        System::sleep(0.01);
        echo "tick $i\n";
    }
});
$start = hrtime(true);
var_dump(System::sleep(0.1));
var_dump(hrtime(true) - $start >= 100e6);
?>
--EXPECT--
tick 1
tick 2
tick 3
bool(true)
bool(true)

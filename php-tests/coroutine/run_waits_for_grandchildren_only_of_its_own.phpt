--TEST--
coroutine: a coroutine started at top level does not keep run() waiting
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

go(function () {
    System::sleep(0.1);
    echo "independent\n";
});
run(fn () => System::sleep(0.01));
echo "run() returned\n";
?>
--EXPECT--
run() returned
independent

--TEST--
coroutine: what a coroutine sets with error_reporting() is its own
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

error_reporting(E_ALL & ~E_NOTICE);
run(function () {
    go(function () {
        error_reporting(0);
        System::sleep(0.01);
        var_dump(error_reporting());
    });
    go(function () {
        System::sleep(0.005);
        var_dump(error_reporting() === (E_ALL & ~E_NOTICE));
    });
});
var_dump(error_reporting() === (E_ALL & ~E_NOTICE));
?>
--EXPECT--
bool(true)
int(0)
bool(true)

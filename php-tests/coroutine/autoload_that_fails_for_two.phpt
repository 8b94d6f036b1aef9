--TEST--
coroutine: two coroutines that need a class which cannot be loaded both learn so
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

spl_autoload_register(function (string $class) {
    System::sleep(0.025);
});
run(function () {
    for ($i = 0; $i < 2; $i++) {
        go(function () {
            try {
                new Missing();
            } catch (Error $e) {
                echo Coroutine::getCid(), ' ', $e->getMessage(), "\n";
            }
        });
    }
});
?>
--EXPECT--
2 Class "Missing" not found
3 Class "Missing" not found

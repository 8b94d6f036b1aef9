--TEST--
coroutine: each coroutine has output buffers of its own
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($name) {
            ob_start();
            echo "$name outer ";
            System::sleep(0.005);
            ob_start();
            echo "$name inner ";
            System::sleep(0.005);
            $inner = ob_get_clean();
            $level = ob_get_level();
            $outer = ob_get_clean();
            echo "$inner| $outer| $level ", ob_get_level(), "\n";
        });
    }
    echo ob_get_level(), "\n";
});
?>
--EXPECT--
0
a inner | a outer | 1 0
b inner | b outer | 1 0
c inner | c outer | 1 0

--TEST--
coroutine: static variables are shared by coroutines
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function counter() { static $n = 0; System::sleep(0.005); return ++$n; }
run(function () {
    for ($i = 0; $i < 3; $i++) {
        go(fn () => print(counter() . "\n"));
    }
});
echo counter(), "\n";
?>
--EXPECT--
1
2
3
4

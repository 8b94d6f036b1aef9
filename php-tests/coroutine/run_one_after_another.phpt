--TEST--
coroutine: run() may be called again and again
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

for ($i = 0; $i < 3; $i++) {
    run(function () use ($i) {
        System::sleep(0.005);
        echo $i, ' ', Coroutine::getCid(), "\n";
    });
}
?>
--EXPECT--
0 1
1 2
2 3

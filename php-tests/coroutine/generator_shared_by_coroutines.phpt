--TEST--
coroutine: a generator started in one coroutine goes on in another one
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$generator = (function () {
    for ($i = 0; $i < 4; $i++) {
        yield Coroutine::getCid() => $i;
    }
})();
run(function () use ($generator) {
    for ($c = 0; $c < 2; $c++) {
        go(function () use ($generator) {
            while ($generator->valid()) {
                echo Coroutine::getCid(), ' reads ', $generator->current(), "\n";
                $generator->next();
                System::sleep(0.005);
            }
        });
    }
});
?>
--EXPECT--
2 reads 0
3 reads 1
2 reads 2
3 reads 3

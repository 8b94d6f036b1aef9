--TEST--
coroutine: getCid() and getuid() name the running coroutine, -1 in the main program
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

var_dump(Coroutine::getCid(), Coroutine::getuid());
run(function () {
    go(function () {
        System::sleep(0.005);
        echo Coroutine::getCid(), ' ', Coroutine::getuid(), "\n";
    });
    echo Coroutine::getCid(), "\n";
    System::sleep(0.01);
    echo Coroutine::getCid(), "\n";
});
var_dump(Coroutine::getCid());
?>
--EXPECT--
int(-1)
int(-1)
1
2 2
1
int(-1)

--TEST--
coroutine: an error handler may wait
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

set_error_handler(function ($code, $message) {
    System::sleep(0.01);
    echo Coroutine::getCid(), ": $message\n";
});
run(function () {
    foreach ([1, 2] as $i) {
        go(function () use ($i) {
            echo ${"undefined$i"};
            $list = [];
            $list["x$i"] .= 'appended';
            echo implode($list), "\n";
        });
    }
});
?>
--EXPECT--
2: Undefined variable $undefined1
3: Undefined variable $undefined2
2: Undefined array key "x1"
appended
3: Undefined array key "x2"
appended

--TEST--
coroutine: run() returns true when its callback and all that it has started have ended
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$result = run(function () {
    go(function () {
        go(function () {
            System::sleep(0.1);
            echo "grandchild\n";
        });
        System::sleep(0.05);
        echo "child\n";
    });
    echo "callback\n";
});
var_dump($result);
?>
--EXPECT--
callback
child
grandchild
bool(true)

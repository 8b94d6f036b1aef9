--TEST--
coroutine: defer() in a nested function belongs to the coroutine, not to the function
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function helper() { defer(fn () => print("deferred by the helper\n")); }
run(function () {
    helper();
    go(function () {
        defer(fn () => print("deferred by the child\n"));
        System::sleep(0.005);
    });
    echo "body ends\n";
});
?>
--EXPECT--
body ends
deferred by the helper
deferred by the child

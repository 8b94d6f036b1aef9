--TEST--
coroutine: run() inside run() waits for its own coroutines only
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        System::sleep(0.25);
        echo "outer child\n";
    });
    run(function () {
        go(function () {
            System::sleep(0.05);
            echo "inner child\n";
        });
        echo "inner\n";
    });
    echo "inner run() returned\n";
});
echo "outer run() returned\n";
?>
--EXPECT--
inner
inner child
inner run() returned
outer child
outer run() returned

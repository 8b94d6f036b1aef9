--TEST--
coroutine: what coroutines print lands in the buffers of the main program
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

ob_start();
run(function () {
    go(function () {
        ob_start();
        echo 'own ';
        System::sleep(0.01);
        echo strtoupper(ob_get_clean());
    });
    go(function () {
        System::sleep(0.005);
        echo 'plain ';
    });
    echo 'body ';
});
$all = ob_get_clean();
echo "[$all]\n";
?>
--EXPECT--
[body plain OWN ]

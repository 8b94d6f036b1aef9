--TEST--
coroutine: a buffer that a coroutine leaves open is flushed when it ends
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        ob_start(fn (string $text) => strtoupper($text));
        ob_start();
        echo "left open\n";
        System::sleep(0.5);
    });
    go(function () {
        System::sleep(0.005);
        echo "meanwhile\n";
    });
});
echo "main\n";
?>
--EXPECT--
meanwhile
LEFT OPEN
main

--TEST--
lifecycle: after a normal end the loop runs until nothing is left
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

$late = false;
register_shutdown_function(function () {
    echo "shutdown function\n";
    go(function () {
        System::sleep(0.02);
        echo "started in a shutdown function\n";
        $GLOBALS['late'] = true;
    });
});
go(function () {
    while (!$GLOBALS['late']) {
        System::sleep(0.01);
    }
    echo "first\n";
    go(function () {
        System::sleep(0.05);
        echo "second, started after the end\n";
    });
});
echo "main ends\n";
?>
--EXPECT--
main ends
shutdown function
started in a shutdown function
first
second, started after the end

--TEST--
coroutine: go() works in the main program; what waits goes on when {main} waits or ends
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

go(function () {
    echo "first starts\n";
    System::sleep(0.005);
    echo "first ends\n";
});
go(function () {
    System::sleep(0.25);
    echo "second ends\n";
});
System::sleep(0.05);
echo "the main program ends\n";
?>
--EXPECT--
first starts
first ends
the main program ends
second ends

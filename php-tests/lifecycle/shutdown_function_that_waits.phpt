--TEST--
lifecycle: a shutdown function may wait; the others go on meanwhile
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

register_shutdown_function(function () {
    System::sleep(0.1);
    echo "shutdown function in ", Corio\Coroutine::getCid(), "\n";
});
go(function () {
    System::sleep(0.025);
    echo "coroutine\n";
});
register_shutdown_function(fn () => run(function () {
    System::sleep(0.005);
    echo "run() in a shutdown function\n";
}));
echo "main ends\n";
?>
--EXPECT--
main ends
coroutine
shutdown function in -1
run() in a shutdown function

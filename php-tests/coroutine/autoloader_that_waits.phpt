--TEST--
coroutine: an autoloader may wait, for several classes at a time
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

spl_autoload_register(function (string $class) {
    echo "loading $class\n";
    System::sleep(0.01);
    eval("class $class { const NAME = '$class'; }");
});
run(function () {
    foreach (['A', 'B', 'C'] as $class) {
        go(fn () => print(constant("$class::NAME") . "\n"));
    }
});
?>
--EXPECT--
loading A
loading B
loading C
A
B
C

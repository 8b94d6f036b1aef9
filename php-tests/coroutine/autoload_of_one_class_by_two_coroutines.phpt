--TEST--
coroutine: a second coroutine that needs a class that is being loaded waits for it
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

spl_autoload_register(function (string $class) {
    echo Coroutine::getCid(), " loads $class\n";
    System::sleep(0.025);
    eval("class $class {}");
});
run(function () {
    for ($i = 0; $i < 3; $i++) {
        go(fn () => print(Coroutine::getCid() . ' has ' . get_class(new Wanted()) . "\n"));
    }
    System::sleep(0.005);
    var_dump(class_exists('wanted'));
});
?>
--EXPECT--
2 loads Wanted
2 has Wanted
3 has Wanted
4 has Wanted
bool(true)

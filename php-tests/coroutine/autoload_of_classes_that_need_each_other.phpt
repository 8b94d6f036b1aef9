--TEST--
coroutine: two coroutines whose autoloaders need each other's class do not wait for ever
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

spl_autoload_register(function (string $class) {
    System::sleep(0.025);
    $other = $class === 'First' ? 'Second' : 'First';
    class_exists($other);
    if (!class_exists($class, false)) {
        eval("class $class {}");
    }
});
run(function () {
    go(fn () => print(get_class(new First()) . "\n"));
    go(fn () => print(get_class(new Second()) . "\n"));
});
var_dump(class_exists('First', false), class_exists('Second', false));
?>
--EXPECTF--
%s
%s
bool(true)
bool(true)

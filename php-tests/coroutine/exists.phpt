--TEST--
coroutine: exists() tells whether a coroutine is alive
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $child = go(fn () => System::sleep(0.005));
    var_dump(Coroutine::exists($child), Coroutine::exists(Coroutine::getCid()));
    System::sleep(0.025);
    var_dump(Coroutine::exists($child));
    foreach ([99, 0, -1, PHP_INT_MAX, PHP_INT_MIN] as $id) {
        var_dump(Coroutine::exists($id));
    }
});
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)

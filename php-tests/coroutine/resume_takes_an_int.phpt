--TEST--
coroutine: resume() and exists() convert their argument as PHP does
--FILE--
<?php
use Corio\Coroutine;

foreach (['1', 1.0, true] as $cid) {
    var_dump(Coroutine::exists($cid));
}
foreach ([fn () => Coroutine::resume('x'), fn () => Coroutine::exists([]), fn () => Coroutine::exists()] as $call) {
    try {
        $call();
    } catch (TypeError $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(false)
bool(false)
bool(false)
TypeError: Corio\Coroutine::resume(): Argument #1 ($cid) must be of type int, string given
TypeError: Corio\Coroutine::exists(): Argument #1 ($cid) must be of type int, array given
ArgumentCountError: Corio\Coroutine::exists() expects exactly 1 argument, 0 given

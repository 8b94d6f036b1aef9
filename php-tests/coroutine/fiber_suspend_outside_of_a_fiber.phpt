--TEST--
coroutine: Fiber::suspend() in a coroutine that runs in no Fiber is PHP's own error
--FILE--
<?php
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    var_dump(Fiber::getCurrent());
    try {
        Fiber::suspend();
    } catch (FiberError $e) {
        echo $e->getMessage(), "\n";
    }
});
(new Fiber(function () {
    go(function () {
        try {
            Fiber::suspend();
        } catch (FiberError $e) {
            echo $e->getMessage(), "\n";
        }
    });
}))->start();
?>
--EXPECT--
NULL
Cannot suspend outside of a fiber
Cannot suspend outside of a fiber

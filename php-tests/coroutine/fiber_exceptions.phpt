--TEST--
coroutine: exceptions go through Fibers inside coroutines
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    go(function () {
        $fiber = new Fiber(function () {
            try {
                Fiber::suspend();
            } catch (Exception $e) {
                System::sleep(0.005);
                throw new Exception('out of the Fiber', 0, $e);
            }
        });
        $fiber->start();
        try {
            $fiber->throw(new Exception('into the Fiber'));
        } catch (Exception $e) {
            echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
        }
    });
    try {
        (new Fiber(function () { System::sleep(0.01); throw new Exception('after a wait'); }))->start();
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECT--
out of the Fiber <- into the Fiber
after a wait

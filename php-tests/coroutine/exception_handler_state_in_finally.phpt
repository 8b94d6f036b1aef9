--TEST--
coroutine: exceptions in flight survive waits in finally blocks and catch blocks
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function work(string $name)
{
    try {
        try {
            throw new Exception("$name inner");
        } finally {
            System::sleep(0.01);
        }
    } catch (Exception $e) {
        System::sleep(0.005);
        throw new Exception("$name outer", 0, $e);
    } finally {
        System::sleep(0.005);
        echo "$name finally\n";
    }
}
run(function () {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name) {
            try {
                work($name);
            } catch (Exception $e) {
                echo $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
            }
        });
    }
});
?>
--EXPECT--
a finally
a outer <- a inner
b finally
b outer <- b inner

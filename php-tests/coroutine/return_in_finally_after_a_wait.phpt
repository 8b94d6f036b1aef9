--TEST--
coroutine: a finally block that waits and returns discards the exception
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function work()
{
    try {
        throw new Exception('discarded');
    } finally {
        System::sleep(0.005);
        return 'returned';
    }
}
run(function () {
    go(fn () => print(work() . "\n"));
    go(fn () => print(work() . "\n"));
});
?>
--EXPECT--
returned
returned

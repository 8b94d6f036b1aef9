--TEST--
coroutine: recursion beyond the C stack is an Error from PHP 8.3 on, and the coroutine goes on
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

// Older versions do not watch the stack: there it is enough that this depth fits.
const BOTTOM = PHP_VERSION_ID < 80300 ? 1000 : PHP_INT_MAX;

function down(int $depth): void
{
    $depth < BOTTOM || throw new Error('Maximum call stack size');
    array_map('down', [$depth + 1]);
}
run(function () {
    for ($i = 1; $i <= 2; $i++) {
        go(function () use ($i) {
            System::sleep(0.002);
            try {
                down(0);
            } catch (Error $e) {
                System::sleep(0.002);
                echo "$i: ", substr($e->getMessage(), 0, 23), "\n";
            }
        });
    }
});
?>
--EXPECT--
1: Maximum call stack size
2: Maximum call stack size

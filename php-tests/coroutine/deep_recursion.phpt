--TEST--
coroutine: deep recursion inside coroutines, with waits at the bottom
--SKIPIF--
<?php
if (extension_loaded('pcov')) {
    echo 'skip with pcov each call of PHP code needs the C stack, in native Fibers as well';
}
?>
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function down(int $n) { return $n === 0 ? (System::sleep(0.01) ? 0 : 1) : 1 + down($n - 1); }
run(function () {
    foreach ([10, 1000, 20000] as $depth) {
        go(function () use ($depth) {
            echo down($depth) . ' ' . down(50) . "\n";
        });
    }
});
?>
--EXPECT--
10 50
1000 50
20000 50

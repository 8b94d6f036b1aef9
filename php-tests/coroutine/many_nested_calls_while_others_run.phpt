--TEST--
coroutine: coroutines keep their own call stacks
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function level(int $n, string $name) { System::sleep(0.005); return $n ? level($n - 1, $name) . $name : count(debug_backtrace(0)); }
run(function () {
    foreach (['a' => 3, 'b' => 6, 'c' => 1] as $name => $depth) {
        go(fn () => print(level($depth, $name) . "\n"));
    }
});
?>
--EXPECT--
3c
5aaa
8bbbbbb

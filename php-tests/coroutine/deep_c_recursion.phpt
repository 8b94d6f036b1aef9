--TEST--
coroutine: 500 nested callbacks of internal functions fit on a coroutine's stack
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function nest(int $n)
{
    if ($n === 0) {
        System::sleep(0.005);
        return 0;
    }
    switch ($n % 4) {
        case 0:
            return 1 + array_map('nest', [$n - 1])[0];
        case 1:
            return 1 + call_user_func('nest', $n - 1);
        case 2:
            return 1 + iterator_apply($it = new ArrayIterator([0]), function () use ($n, &$r) { $r = nest($n - 1); return false; }) - 1 + $r;
        default:
            return 1 + preg_replace_callback('~x~', fn () => nest($n - 1), 'x');
    }
}
function sorting(int $n) { $a = [2, 1]; usort($a, fn ($x, $y) => $n ? (sorting($n - 1) ?: 1) : 1); return count($a); }
run(function () {
    go(fn () => print(nest(500) . "\n"));
    go(fn () => print(nest(499) . "\n"));
    echo sorting(500), "\n";
});
?>
--EXPECT--
2
500
499

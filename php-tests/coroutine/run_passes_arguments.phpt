--TEST--
coroutine: run() and go() pass their arguments on
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function (string ...$words) {
    echo implode(' ', $words), "\n";
    go(function (int $a, array $b = [], ?object $c = null) {
        System::sleep(0.005);
        echo json_encode([$a, $b, $c]), "\n";
    }, 1, [2, 3], (object) ['x' => 4]);
}, 'hello', 'there');
?>
--EXPECT--
hello there
[1,[2,3],{"x":4}]

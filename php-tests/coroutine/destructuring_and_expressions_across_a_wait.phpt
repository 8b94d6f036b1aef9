--TEST--
coroutine: half-evaluated expressions survive a wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function slow($value) { System::sleep(0.005); return $value; }
run(function () {
    foreach (['a', 'b'] as $n) {
        go(function () use ($n) {
            $text = "<$n " . slow($n) . strtoupper(slow($n)) . '>';
            $list = [slow(1), 'k' => slow([$n]), ...slow([3, 4])];
            ['k' => [$x], 1 => $y] = $list;
            $result = match (slow($n)) { 'a' => slow('first'), default => slow('second') };
            $line = "$text " . json_encode($list) . " $x$y $result " . (slow(null)?->never ?? slow('null'));
            echo "$line\n";
        });
    }
});
?>
--EXPECT--
<a aA> {"0":1,"k":["a"],"1":3,"2":4} a3 first null
<b bB> {"0":1,"k":["b"],"1":3,"2":4} b3 second null

--TEST--
coroutine: comparison callbacks of several coroutines may wait
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function up($a, $b) { System::sleep(0.005); return $a <=> $b; }
function down($a, $b) { System::sleep(0.005); return $b <=> $a; }
$results = [];
run(function () use (&$results) {
    foreach (['up', 'down'] as $order) {
        go(function () use ($order, &$results) {
            $list = [3, 1, 2, 5, 4];
            usort($list, $order);
            $keys = ['b' => 1, 'c' => 2, 'a' => 3];
            uksort($keys, $order);
            $rest = array_udiff([1, 2, 3], [2], $order);
            $same = array_uintersect_uassoc(['x' => 1, 'y' => 2], ['x' => 1, 'y' => 3], $order, $order);
            $results[$order] = implode(' ', [...$list, ...array_keys($keys), ...$rest, ...array_keys($same)]);
        });
    }
});
print_r($results);
?>
--EXPECT--
Array
(
    [up] => 1 2 3 4 5 a b c 1 3 x
    [down] => 5 4 3 2 1 c b a 1 3 x
)

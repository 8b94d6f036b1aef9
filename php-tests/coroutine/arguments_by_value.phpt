--TEST--
coroutine: arguments are passed by value
--FILE--
<?php
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$count = 1;
$list = [1];
run(function () use (&$count, &$list) {
    go(function (int $number, array $numbers) {
        System::sleep(0.01);
        $number++;
        $numbers[] = 2;
        echo $number, ' ', json_encode($numbers), "\n";
    }, $count, $list);
    $count = 10;
    $list[] = 10;
});
echo $count, ' ', json_encode($list), "\n";
?>
--EXPECT--
2 [1,2]
10 [1,10]

--TEST--
primitives: map() calls for each element, parallel() so many times, all at once
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\map;
use function Corio\Coroutine\parallel;
use function Corio\Coroutine\run;

run(function () {
    $busy = $most = 0;
    $work = function (int $n = 0) use (&$busy, &$most) {
        $most = max($most, ++$busy);
        System::sleep(0.001 * (5 - $n));
        $busy--;
        return $n * $n;
    };
    echo json_encode(map(['one' => 1, 'two' => 2, 5 => 3], $work)), " $most\n";
    $value = 1;
    $list = [&$value];
    echo json_encode(map($list, function ($n) {
        return $n + 1;
    })), "\n";
    $most = 0;
    parallel(4, $work);
    echo "$most\n";
    parallel(0, fn () => print('never'));
    try {
        parallel(-1, $work);
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
    echo json_encode(map([], 'strlen')), json_encode(map(['a', 'bc'], 'strlen')), "\n";
    echo json_encode(map([1], function () {
        System::sleep(0.05);
        return 'late';
    }, 0.001)), "\n";
    var_dump(Coroutine::stats()['coroutine_num']);
});
?>
--EXPECT--
{"one":1,"two":4,"5":9} 3
[2]
4
there cannot be -1 coroutines
[][1,2]
[null]
int(2)

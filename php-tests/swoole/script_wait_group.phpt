--TEST--
swoole: a script for Swoole: WaitGroup, Barrier, batch(), parallel() and map()
--INI--
corio.swoole_aliases=1
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Barrier;
use Swoole\Coroutine\System;
use Swoole\Coroutine\WaitGroup;
use function Swoole\Coroutine\batch;
use function Swoole\Coroutine\map;
use function Swoole\Coroutine\parallel;
use function Swoole\Coroutine\run;

run(function () {
    $wg = new WaitGroup();
    $result = [];
    foreach (['b' => 0.02, 'a' => 0.01] as $name => $seconds) {
        $wg->add();
        Coroutine::create(function () use ($wg, &$result, $name, $seconds) {
            System::sleep($seconds);
            $result[] = $name;
            $wg->done();
        });
    }
    echo 'waits for ', $wg->count(), ': ', json_encode($wg->wait(1)), ' ', implode(' ', $result), "\n";
    try {
        $wg->done();
    } catch (BadMethodCallException | InvalidArgumentException $e) {
        echo get_class($e), "\n";
    }

    $barrier = Barrier::make();
    $count = 0;
    foreach (range(1, 4) as $i) {
        Coroutine::create(function () use ($barrier, &$count) {
            System::sleep(0.01);
            $count++;
        });
    }
    Barrier::wait($barrier);
    echo "$count behind the barrier\n";

    print_r(batch([
        'one' => function () { Coroutine::sleep(0.02); return 1; },
        'two' => fn () => 2,
        'late' => function () { Coroutine::sleep(0.6); return 'too late'; },
    ], 0.2));

    $n = 0;
    parallel(3, function () use (&$n) { System::sleep(0.01); $n++; });
    echo "$n at once\n";
    echo json_encode(map([1, 2, 3], function (int $i) { System::sleep(0.01); return $i * $i; })), "\n";
});
?>
--EXPECT--
waits for 2: true a b
BadMethodCallException
4 behind the barrier
Array
(
    [one] => 1
    [two] => 2
    [late] => 
)
3 at once
[1,4,9]

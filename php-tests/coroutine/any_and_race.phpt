--TEST--
coroutine: any() answers the first success, race() whatever comes first
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\AggregateException;
use Corio\Coroutine\System;

use function Corio\Coroutine\any;
use function Corio\Coroutine\race;
use function Corio\Coroutine\run;

function after(float $seconds, mixed $value): callable
{
    return function () use ($seconds, $value) {
        System::sleep($seconds);
        return $value instanceof Throwable ? throw $value : $value;
    };
}

run(function () {
    $ended = 0;
    $slow = function () use (&$ended) { try { System::sleep(30); } finally { $ended++; } };
    var_dump(any([$slow, after(0.001, new Exception('a')), after(0.01, 'b'), $slow]));
    var_dump(race([$slow, after(0.01, 'c'), $slow]), race(['at once' => fn () => 'd', 'never' => fn () => print 'never']));
    try {
        race([$slow, after(0.01, new Exception('e'))]);
    } catch (Exception $e) {
        echo $e->getMessage(), "\n";
    }
    var_dump($ended);
    try {
        any(['x' => after(0.01, new Exception('f')), 'y' => fn () => throw new Error('g')]);
    } catch (AggregateException $e) {
        echo $e->getMessage(), ':';
        foreach ($e->exceptions as $key => $failure) {
            echo " $key: {$failure->getMessage()}";
        }
        echo "\n";
    }
    foreach (['any', 'race'] as $function) {
        try {
            ("Corio\\Coroutine\\$function")([]);
        } catch (Corio\Exception $e) {
            echo get_class($e), ": {$e->getMessage()}\n";
        }
    }
    var_dump(Coroutine::stats()['coroutine_num']);
});
?>
--EXPECT--
string(1) "b"
string(1) "c"
string(1) "d"
e
int(5)
all 2 tasks have failed: x: f y: g
Corio\Coroutine\AggregateException: there was no task
Corio\Exception: race() needs at least one callable
int(1)

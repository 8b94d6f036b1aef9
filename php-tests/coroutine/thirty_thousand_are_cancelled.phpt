--TEST--
coroutine: 30 000 coroutines are cancelled, one by one and together; each finally block runs once
--INI--
memory_limit=-1
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const COUNT = 30_000;

function sleeper(int &$ended): Closure
{
    return function () use (&$ended) {
        try {
            return System::sleep(3600);
        } finally {
            $ended++;
        }
    };
}

run(function () {
    $ended = 0;
    $ids = [];
    for ($i = 0; $i < COUNT; $i++) {
        $ids[] = go(sleeper($ended));
    }
    foreach ($ids as $number => $id) {
        if (!Coroutine::cancel($id, $number % 2 === 0)) {
            echo "coroutine $id was not cancelled\n";
        }
    }
    var_dump($ended, Coroutine::stats()['coroutine_num'], Coroutine::stats()['timer_num']);

    $ended = 0;
    $scope = new Scope;
    for ($i = 0; $i < COUNT; $i++) {
        $scope->go(sleeper($ended));
    }
    $scope->cancel();
    var_dump($ended, $scope->wait(), $ended, Coroutine::stats()['timer_num']);

    $ended = 0;
    $tasks = array_fill(0, COUNT - 1, sleeper($ended));
    $tasks[] = function () {
        System::sleep(0.001);
        throw new LogicException('one of many');
    };
    try {
        all($tasks);
    } catch (LogicException $e) {
        echo $e->getMessage(), "\n";
    }
    var_dump($ended, Coroutine::stats()['coroutine_num'], Coroutine::stats()['timer_num']);
});
?>
--EXPECT--
int(30000)
int(1)
int(0)
int(0)
bool(true)
int(30000)
int(0)
one of many
int(29999)
int(1)
int(0)

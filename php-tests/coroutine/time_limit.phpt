--TEST--
coroutine: setTimeLimit() ends the wait that a coroutine stands in, or its next one, once
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;
use Corio\Coroutine\TimeoutException;

use function Corio\Coroutine\all;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$waits = [
    'sleep' => fn () => System::sleep(30),
    'yield' => fn () => Coroutine::yield(),
    'run' => fn () => run(fn () => System::sleep(30)),
    'all' => fn () => all([fn () => System::sleep(30)]),
    'join' => fn () => Coroutine::join([go(function () { System::sleep(0.2); })]),
    'channel' => fn () => (new Channel(1))->pop(),
    'channel with a timeout' => fn () => (new Channel(1))->pop(30),
];
run(function () use ($waits) {
    foreach ($waits as $what => $wait) {
        Coroutine::setTimeLimit(0.05);
        $start = hrtime(true);
        try {
            var_dump($wait());
        } catch (TimeoutException $e) {
            $took = (hrtime(true) - $start) / 1e9;
            $said = "[{$e->getCode()}] {$e->getMessage()}, " . ($took >= 0.05 && $took < 20 ? 'in time' : "after $took");
        }
        // Later waits are free.
        $free = System::sleep(0.06);
        echo "$what: $said, ", json_encode($free), "\n";
    }
});
run(function () {
    Coroutine::setTimeLimit(0.01);
    for ($end = hrtime(true) + 2e7; hrtime(true) < $end;);
    try {
        System::sleep(0.001);
    } catch (TimeoutException) {
        echo "the next wait\n";
    }
    Coroutine::setTimeLimit(0.01);
    Coroutine::setTimeLimit(0);
    var_dump(System::sleep(0.02));
    Coroutine::setTimeLimit(30);
    go(function () { var_dump(System::sleep(0.001)); });
});
Coroutine::setTimeLimit(0.01);
try {
    Coroutine::yield();
} catch (TimeoutException) {
    echo "{main} too\n";
}
?>
--EXPECT--
sleep: [110] the coroutine's time limit of 0.05 s is over, in time, true
yield: [110] the coroutine's time limit of 0.05 s is over, in time, true
run: [110] the coroutine's time limit of 0.05 s is over, in time, true
all: [110] the coroutine's time limit of 0.05 s is over, in time, true
join: [110] the coroutine's time limit of 0.05 s is over, in time, true
channel: [110] the coroutine's time limit of 0.05 s is over, in time, true
channel with a timeout: [110] the coroutine's time limit of 0.05 s is over, in time, true
the next wait
bool(true)
bool(true)
{main} too

--TEST--
channel: a wait ends with its timeout, not before, and takes nothing
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function timed(float $least, Closure $work): void
{
    $begin = hrtime(true);
    $result = $work();
    $took = (hrtime(true) - $begin) / 1e9;
    echo json_encode($result), $took >= $least ? '' : " only after $took s", "\n";
}

run(function () {
    $channel = new Channel(1);
    timed(0.03, fn () => $channel->pop(0.03));
    var_dump($channel->errCode === Corio\CHANNEL_TIMEOUT);
    $channel->push(1);
    var_dump($channel->errCode);
    timed(0.03, fn () => $channel->push(2, 0.03));
    var_dump($channel->errCode, $channel->stats());
    timed(0, fn () => $channel->pop(0.01));
    // The value that was not pushed is not there.
    timed(0.001, fn () => $channel->pop(0.0005));

    // The others keep their places; what comes goes to the one who still waits.
    foreach ([0.01, -1, 0.01, 0] as $number => $timeout) {
        go(function () use ($channel, $number, $timeout) {
            $value = $channel->pop($timeout);
            echo "$number: ", json_encode($value), "\n";
        });
    }
    System::sleep(0.03);
    var_dump($channel->stats()['consumer_num']);
    $channel->push('first');
    $channel->push('second');
});
?>
--EXPECT--
false
bool(true)
int(0)
false
int(-1)
array(3) {
  ["consumer_num"]=>
  int(0)
  ["producer_num"]=>
  int(0)
  ["queue_num"]=>
  int(1)
}
1
false
0: false
2: false
int(2)
1: "first"
3: "second"

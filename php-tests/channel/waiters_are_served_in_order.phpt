--TEST--
channel: whoever waits longest is served first, producers as well as consumers, and nobody overtakes
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $channel = new Channel(1);
    foreach (['a', 'b', 'c'] as $name) {
        go(function () use ($channel, $name) {
            for ($n = 0; $n < 2; $n++) {
                $value = $channel->pop();
                echo "$name got $value\n";
            }
        });
    }
    print_r($channel->stats());
    for ($i = 1; $i <= 6; $i++) {
        $channel->push($i);
    }
});

run(function () {
    $channel = new Channel(1);
    foreach (['a', 'b', 'c', 'd'] as $name) {
        go(function () use ($channel, $name) {
            $channel->push($name);
            echo "$name has pushed\n";
        });
    }
    print_r($channel->stats());
    for ($i = 1; $i <= 4; $i++) {
        echo 'got ', $channel->pop(), "\n";
    }
    // This one comes after all who waited.
    $channel->push('e');
    $value = $channel->pop();
    echo "got $value\n";
});
?>
--EXPECT--
Array
(
    [consumer_num] => 3
    [producer_num] => 0
    [queue_num] => 0
)
a got 1
a got 4
b got 2
b got 5
c got 3
c got 6
a has pushed
Array
(
    [consumer_num] => 0
    [producer_num] => 3
    [queue_num] => 1
)
got a
got b
got c
got d
got e
b has pushed
c has pushed
d has pushed

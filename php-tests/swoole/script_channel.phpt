--TEST--
swoole: a script for Swoole: producers and consumers with channels
--INI--
corio.swoole_aliases=1
--FILE--
<?php
use Swoole\Coroutine;
use Swoole\Coroutine\Channel;
use function Swoole\Coroutine\run;

run(function () {
    $channel = new Channel(2);
    Coroutine::create(function () use ($channel) {
        for ($i = 0; $i < 4; $i++) {
            $channel->push(['number' => $i, 'by' => Coroutine::getCid()]);
            echo "pushed $i, waiting: {$channel->length()}\n";
        }
        $channel->close();
    });
    Coroutine::create(function () use ($channel) {
        while (true) {
            $data = $channel->pop(2.0);
            if ($data) {
                echo "got $data[number]\n";
            } else {
                assert($channel->errCode === SWOOLE_CHANNEL_CLOSED);
                break;
            }
        }
        echo "closed\n";
    });
});

Co\run(function () {
    $chan = new Chan();
    var_dump($chan->capacity, $chan->isEmpty(), $chan->pop(0.01), $chan->errCode === SWOOLE_CHANNEL_TIMEOUT);
    var_dump($chan->push('x'), $chan->isFull(), $chan->push('y', 0.01), $chan->errCode === SWOOLE_CHANNEL_TIMEOUT);
    print_r($chan->stats());
    go(function () use ($chan) {
        foreach (['a', 'b'] as $letter) {
            co::sleep(0.01);
            $chan->push($letter);
        }
    });
    echo $chan->pop(), $chan->pop(), $chan->pop(), "\n";
});
?>
--EXPECT--
pushed 0, waiting: 1
pushed 1, waiting: 2
got 0
got 1
got 2
pushed 2, waiting: 0
pushed 3, waiting: 0
got 3
closed
int(1)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
Array
(
    [consumer_num] => 0
    [producer_num] => 0
    [queue_num] => 1
)
xab

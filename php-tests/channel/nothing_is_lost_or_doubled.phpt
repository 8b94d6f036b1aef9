--TEST--
channel: of 10 000 producers and consumers, with timeouts at random, each value arrives exactly once
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

mt_srand(7);
$pushed = $got = [];
run(function () use (&$pushed, &$got) {
    $channels = [new Channel(1), new Channel(5), new Channel(300)];
    $producers = 5000;
    for ($i = 0; $i < 5000; $i++) {
        go(function () use ($i, $channels, &$pushed, &$producers) {
            mt_rand(0, 3) || System::sleep(mt_rand(1, 20) / 1000);
            for ($n = 0; $n < 2; $n++) {
                $value = 2 * $i + $n;
                $channel = $channels[mt_rand(0, 2)];
                if (mt_rand(0, 1)) {
                    $done = $channel->push($value, mt_rand(0, 2) ? mt_rand(1, 30) / 1000 : -1);
                } else {
                    $done = Channel::select([], [[$channels[0], $value], [$channels[1], $value]], 0.02) !== null;
                }
                if ($done) {
                    $pushed[] = $value;
                }
            }
            if (--$producers === 0) {
                array_walk($channels, fn ($channel) => $channel->close());
            }
        });
        go(function () use ($channels, &$got) {
            mt_rand(0, 3) || System::sleep(mt_rand(1, 20) / 1000);
            $channel = $channels[mt_rand(0, 2)];
            for (;;) {
                if (mt_rand(0, 1)) {
                    $value = $channel->pop(mt_rand(0, 2) ? mt_rand(1, 30) / 1000 : -1);
                    if ($value === false && $channel->errCode === Corio\CHANNEL_CLOSED) {
                        break;
                    }
                } else {
                    $done = Channel::select($channels, [], mt_rand(0, 5) / 1000);
                    if ($done !== null && !$done['ok'] && $channel->isEmpty()) {
                        break;
                    }
                    $value = $done['value'] ?? false;
                }
                if ($value !== false) {
                    $got[] = $value;
                }
            }
        });
    }
});
sort($pushed);
sort($got);
var_dump(count($pushed) > 4000, $pushed === $got, $got === array_values(array_unique($got)));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)

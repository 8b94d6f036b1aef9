--TEST--
channel: values come out in the order in which they went in, each once
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;

$channel = new Channel(3);
go(function () use ($channel) {
    foreach ([1, 'two', [3], 4.5, null, true, new ArrayObject([6])] as $value) {
        var_dump($channel->push($value));
    }
    echo "all pushed\n";
});
var_dump($channel->capacity, $channel->length(), $channel->isFull(), $channel->isEmpty());
for ($i = 0; $i < 7; $i++) {
    echo json_encode($channel->pop()), "\n";
}
var_dump($channel->length(), $channel->isFull(), $channel->isEmpty());
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
int(3)
int(3)
bool(true)
bool(false)
1
"two"
[3]
4.5
bool(true)
bool(true)
bool(true)
bool(true)
all pushed
null
true
{"0":6}
int(0)
bool(false)
bool(true)

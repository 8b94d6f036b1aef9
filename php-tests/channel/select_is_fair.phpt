--TEST--
channel: select() starves no channel that is always ready
--FILE--
<?php
use Corio\Coroutine\Channel;

$channels = [new Channel(1), new Channel(1), new Channel(1)];
$counts = [0, 0, 0];
for ($i = 0; $i < 3000; $i++) {
    foreach ($channels as $channel) {
        $channel->isFull() || $channel->push($i);
    }
    $counts[Channel::select($channels)['key']]++;
}
// 1000 each, give or take far more than chance would.
var_dump(min($counts) > 700, max($counts) < 1300, array_sum($counts));

// Readers and writers alike.
$full = new Channel(10_000);
$empty = new Channel(10_000);
while (!$full->isFull()) {
    $full->push(1);
}
$types = ['read' => 0, 'write' => 0];
for ($i = 0; $i < 2000; $i++) {
    $types[Channel::select([$full], [[$empty, $i]])['type']]++;
}
var_dump(min($types) > 700);
?>
--EXPECT--
bool(true)
bool(true)
int(3000)
bool(true)

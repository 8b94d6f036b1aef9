--TEST--
channel: select() says what is wrong with its lists, before it does anything
--FILE--
<?php
use Corio\Coroutine\Channel;

$channel = new Channel(1);
foreach ([
    [],
    [[null], [null]],
    [[$channel, 'text']],
    [[$channel], [$channel]],
    [[], [[$channel]]],
    [[], [[$channel, 1, 2]]],
    [[], [['text', $channel]]],
    [[], ['text']],
    [$channel],
    [[$channel], [], 'soon'],
] as $arguments) {
    try {
        Channel::select(...$arguments);
        echo "?\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
var_dump($channel->length());
?>
--EXPECT--
Corio\Exception: select() needs at least one channel
Corio\Exception: select() needs at least one channel
TypeError: Corio\Coroutine\Channel::select(): Argument #1 ($read) must hold channels, string found
TypeError: Corio\Coroutine\Channel::select(): Argument #2 ($write) must hold pairs of a channel and a value, object found
TypeError: Corio\Coroutine\Channel::select(): Argument #2 ($write) must hold pairs of a channel and a value, array found
TypeError: Corio\Coroutine\Channel::select(): Argument #2 ($write) must hold pairs of a channel and a value, array found
TypeError: Corio\Coroutine\Channel::select(): Argument #2 ($write) must hold pairs of a channel and a value, array found
TypeError: Corio\Coroutine\Channel::select(): Argument #2 ($write) must hold pairs of a channel and a value, string found
TypeError: Corio\Coroutine\Channel::select(): Argument #1 ($read) must be of type array, Corio\Coroutine\Channel given
TypeError: Corio\Coroutine\Channel::select(): Argument #3 ($timeout) must be of type ?float, string given
int(0)

--TEST--
channel: a capacity of 0 or less means 1, and it must be a number
--FILE--
<?php
use Corio\Coroutine\Channel;

foreach ([[], [0], [-5], [1], [PHP_INT_MAX]] as $arguments) {
    $channel = new Channel(...$arguments);
    echo $channel->capacity, ' ', $channel->length(), "\n";
}
try {
    new Channel('many');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
try {
    new Channel(1, 2);
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
1 0
1 0
1 0
1 0
9223372036854775807 0
Corio\Coroutine\Channel::__construct(): Argument #1 ($size) must be of type int, string given
Corio\Coroutine\Channel::__construct() expects at most 1 argument, 2 given

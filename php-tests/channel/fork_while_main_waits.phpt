--TEST--
channel: {main}, which waits in a channel, is woken in the child as well by the coroutine that forked
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

$channel = new Channel(1);
$other = new Channel(1);
go(function () use ($channel, $other) {
    System::sleep(0.001);
    go(fn () => $other->pop());
    if (($pid = pcntl_fork()) === 0) {
        $channel->push('child');
        $channel->push($other->stats()['consumer_num']);
        return;
    }
    pcntl_waitpid($pid, $status);
    $channel->push('parent');
    $channel->push($other->stats()['consumer_num']);
    $other->close();
});
$who = $channel->pop();
$waiting = $channel->pop(30);
echo "$who $waiting\n";
?>
--EXPECT--
child 0
parent 1

--TEST--
channel: a forked child has the values, but not those who waited in the parent
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $empty = new Channel(2);
    $full = new Channel(1);
    $full->push('in');
    go(function () use ($empty, $full) {
        // One wait in two channels: both places have to go.
        $done = Channel::select([$empty], [[$full, 'waiting']]);
        echo 'other, in the parent only: ', $done['value'], "\n";
    });
    if (($pid = pcntl_fork()) === 0) {
        var_dump($empty->stats()['consumer_num'], $full->stats()['producer_num']);
        $empty->push('mine');
        var_dump($empty->pop(), $full->pop(), $full->isEmpty());
        go(fn () => print('child: ' . $empty->pop() . "\n"));
        $empty->push('to a coroutine of the child');
        return;
    }
    pcntl_waitpid($pid, $status);
    var_dump(pcntl_wexitstatus($status), $empty->stats()['consumer_num']);
    $empty->push('from the parent');
});
?>
--EXPECT--
int(0)
int(0)
string(4) "mine"
string(2) "in"
bool(true)
child: to a coroutine of the child
int(0)
int(1)
other, in the parent only: from the parent

--TEST--
channel: values of a push() that fails, of closed channels and of killed coroutines are destroyed, once
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Counted
{
    public static int $alive = 0;

    public function __construct()
    {
        self::$alive++;
    }

    public function __destruct()
    {
        self::$alive--;
    }
}

$channel = new Channel(1);
$full = new Channel(1);
$full->push(1);
$channel->push(new Counted());
$channel->push(new Counted(), 0.001);
var_dump(Counted::$alive);
try {
    run(function () use ($channel, $full) {
        go(fn () => $channel->push(new Counted()));
        go(fn () => Channel::select([], [[$channel, new Counted()], [$full, new Counted()], null]));
        go(fn () => Channel::select([], [[$channel, new Counted()], [$channel, new Counted()]]));
        echo 'waiting: ', Counted::$alive, "\n";
        (new Channel())->pop();
    });
} catch (Corio\DeadlockException) {
}
var_dump(Counted::$alive, $channel->stats()['producer_num']);
go(fn () => $channel->push(new Counted()));
$channel->close();
Corio\Coroutine\System::sleep(0.001);
var_dump(Counted::$alive);
$channel->push(new Counted());
unset($channel);
var_dump(Counted::$alive);
?>
--EXPECT--
int(1)
waiting: 6
int(1)
int(0)
int(1)
int(0)

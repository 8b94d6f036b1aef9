--TEST--
channel: those who wait for each other are found and named, unless one has a timeout
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$report = fn (Throwable $e) => preg_replace(['~since \S+~', '~\S*/~'], ['since N', ''], $e->getMessage()) . "\n";
$a = new Channel(2);
$b = new Channel(1);
try {
    run(function () use ($a, $b) {
        go(function () use ($a) {
            defer(fn () => print("deferred\n"));
            $a->pop();
        });
        go(function () use ($b) {
            try {
                $b->push(1);
                $b->push(2);
            } finally {
                // A wait fails at once here; what needs none still works.
                var_dump($b->push(3), $b->errCode === Corio\CHANNEL_CANCELED, $b->pop());
            }
        });
        var_dump($a->pop(0.01));
        Channel::select([$a], [[$b, 4]]);
    });
} catch (Corio\DeadlockException $e) {
    echo $report($e);
}
var_dump($a->stats() === ['consumer_num' => 0, 'producer_num' => 0, 'queue_num' => 0], $b->stats()['queue_num']);
try {
    $a->pop();
} catch (Corio\DeadlockException $e) {
    echo $report($e);
}
$b->push('still works');
var_dump($b->pop());
?>
--EXPECT--
bool(false)
deferred
bool(false)
bool(true)
int(1)
all coroutines (count: 3) are asleep - deadlock!
  {main} waits for the coroutines it has started at deadlock_names_channels.php:12, since N s
  coroutine #1 waits for select() on 2 channels at deadlock_names_channels.php:27, since N s; created by {main} at deadlock_names_channels.php:12
  coroutine #2 waits for pop() on a channel (0 of 2) at deadlock_names_channels.php:15, since N s; created by coroutine #1 at deadlock_names_channels.php:13
  coroutine #3 waits for push() on a channel (1 of 1) at deadlock_names_channels.php:20, since N s; created by coroutine #1 at deadlock_names_channels.php:17
bool(true)
int(0)
nothing is left that could wake {main} - deadlock!
  {main} waits for pop() on a channel (0 of 2) at deadlock_names_channels.php:34, since N s
string(11) "still works"

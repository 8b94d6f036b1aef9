--TEST--
channel: who still waits at the end of the script is reported and unwound; exit() unwinds without a report
--FILE--
<?php
require __DIR__ . '/../include/child.php';

child(<<<'PHP'
$channel = new Corio\Coroutine\Channel(1);
Corio\Coroutine\go(function () use ($channel) {
    try {
        $channel->pop();
        echo "never here\n";
    } finally {
        var_dump($channel->pop(5), $channel->errCode);
    }
});
echo "main ends\n";
PHP);
echo "--\n";

child(<<<'PHP'
$channel = new Corio\Coroutine\Channel(1);
Corio\Coroutine\go(function () use ($channel) {
    $channel->push(1);
    try {
        $channel->push(2);
        echo "never here\n";
    } finally {
        echo "finally\n";
    }
});
Corio\Coroutine\go(fn () => Corio\Coroutine\Channel::select([new Corio\Coroutine\Channel], [[$channel, new ArrayObject]]));
exit(3);
PHP);
echo "--\n";

child(<<<'PHP'
$channel = new Corio\Coroutine\Channel(1);
Corio\Coroutine\go(fn () => $channel->pop());
register_shutdown_function(function () use ($channel) {
    var_dump($channel->push('after the fatal error'));
});
Corio\Coroutine\go(function () {
    trigger_error('fatal', E_USER_ERROR);
});
PHP);
echo "--\n";
?>
--EXPECTF--
main ends
Warning: Corio\Coroutine\shutdown(): all coroutines (count: 1) are asleep - deadlock!
  coroutine #1 waits for pop() on a channel (0 of 1) at child.php:4, since %f s; created by {main} at child.php:2 in Unknown on line 0
bool(false)
int(-3)
exit code 0
--
finally
exit code 3
--
Fatal error: fatal in child.php on line 7
bool(true)
exit code 255
--

--TEST--
channel: a coroutine that is cancelled for good loses no value that it was given, and leaves its queue
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\Channel;
use Corio\Coroutine\Scope;

use function Corio\Coroutine\go;
use function Corio\Coroutine\race;
use function Corio\Coroutine\run;
use function Corio\Coroutine\timeout;

run(function () {
    $channel = new Channel(1);
    $scope = new Scope();
    $scope->go(function () use ($channel) {
        try {
            $value = $channel->pop();
            echo "got $value\n";
        } catch (CanceledException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    // It is cancelled, then given something, before it runs again.
    $scope->cancel();
    $channel->push('a value');
    $scope->wait();
    echo json_encode($channel->stats()), "\n";
    $channel->isEmpty() || $channel->pop();

    try {
        timeout(0.01, fn () => Channel::select([$channel, new Channel()], []));
    } catch (Coroutine\TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
    echo json_encode($channel->stats()), "\n";

    // The first of several.
    go(fn () => $channel->push('won'));
    var_dump(race([fn () => (new Channel())->pop(), fn () => $channel->pop(30), fn () => (new Channel())->pop(30)]));
});
?>
--EXPECT--
got a value
{"consumer_num":0,"producer_num":0,"queue_num":0}
timed out after 0.01 s
{"consumer_num":0,"producer_num":0,"queue_num":0}
string(3) "won"

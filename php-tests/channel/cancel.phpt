--TEST--
channel: a wait that is cancelled ends at once, loses nothing, and leaves nothing behind
--FILE--
<?php
use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $empty = new Channel(1);
    $full = new Channel(1);
    $full->push('in');
    $waits = [
        'pop' => fn () => [$empty->pop(), $empty->errCode],
        'pop with a timeout' => fn () => [$empty->pop(9), $empty->errCode],
        'push' => fn () => [$full->push('x'), $full->errCode],
        'push with a timeout' => fn () => [$full->push('x', 9), $full->errCode],
        'select' => fn () => [Channel::select([$empty], [[$full, 'x']]), Coroutine::isCanceled()],
    ];
    foreach ($waits as $name => $wait) {
        $cid = go(function () use ($name, $wait) {
            echo "$name: ", json_encode($wait()), "\n";
        });
        Coroutine::cancel($cid) || print "not cancelled\n";
        $cid = go(function () use ($wait) {
            try {
                $wait();
            } catch (CanceledException $e) {
                echo "  {$e->getMessage()}\n";
            }
        });
        Coroutine::cancel($cid, true) || print "not cancelled\n";
    }
    echo json_encode([$empty->stats(), $full->stats()]), "\n";

    // Cancelled among others: the others keep their places.
    $cids = [];
    foreach (['a', 'b', 'c'] as $name) {
        $cids[] = go(function () use ($name, $empty) {
            $value = $empty->pop();
            echo "$name: ", json_encode($value), " $empty->errCode\n";
        });
    }
    Coroutine::cancel($cids[1]);
    $empty->push(1);
    // It has been given its value already: too late.
    var_dump(Coroutine::cancel($cids[0]));
    $empty->push(2);
});
?>
--EXPECT--
pop: [false,-3]
  cancelled by coroutine #1
pop with a timeout: [false,-3]
  cancelled by coroutine #1
push: [false,-3]
  cancelled by coroutine #1
push with a timeout: [false,-3]
  cancelled by coroutine #1
select: [null,true]
  cancelled by coroutine #1
[{"consumer_num":0,"producer_num":0,"queue_num":0},{"consumer_num":0,"producer_num":0,"queue_num":1}]
b: false -3
bool(false)
a: 1 0
c: 2 0

--TEST--
channel: select() takes or puts exactly one value, wherever it comes first
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$show = function (?array $done) {
    if ($done !== null) {
        $done['channel'] = $done['channel']::class;
    }
    echo json_encode($done), "\n";
};

run(function () use ($show) {
    $a = new Channel(1);
    $b = new Channel(1);
    $c = new Channel(1);
    $c->push('full');
    // Something is possible at once.
    $a->push(1);
    $show(Channel::select(['a' => $a, 'b' => $b], ['c' => [$c, 'x']]));
    $show(Channel::select(['a' => $a, 'c' => null], [7 => [$b, 'y'], 'none' => null]));
    var_dump($b->pop(), $a->length(), $b->length(), $c->length());

    // Nothing is.
    $show(Channel::select([$a, $b], [[$c, 'x']], 0));
    $show(Channel::select([$a, $b], [[$c, 'x']], 0.005));
    var_dump($a->stats()['consumer_num'], $c->stats()['producer_num']);

    // Somebody pushes, somebody makes room: two waits, one result each, nothing left behind.
    go(fn () => $show(Channel::select(['a' => $a, 'b' => $b], ['c' => [$c, 'from select']])));
    var_dump($a->stats()['consumer_num'], $b->stats()['consumer_num'], $c->stats()['producer_num']);
    $b->push('for select');
    $b->push('stays');
    $a->push('stays');
    echo $c->pop(), ' ', $c->isEmpty() ? 'empty' : 'more', "\n";
    System::sleep(0.001);
    echo $a->pop(), ' ', $b->pop(), "\n";

    $c->push('full');
    go(fn () => $show(Channel::select([$a, $b], ['c' => [$c, 'from select']], 5)));
    echo $c->pop(), ', then ', $c->pop(), "\n";
    System::sleep(0.001);
    var_dump($a->stats(), $c->stats() === $a->stats());
});
?>
--EXPECT--
{"type":"read","key":"a","channel":"Corio\\Coroutine\\Channel","value":1,"ok":true}
{"type":"write","key":7,"channel":"Corio\\Coroutine\\Channel","value":null,"ok":true}
string(1) "y"
int(0)
int(0)
int(1)
null
null
int(0)
int(0)
int(1)
int(1)
int(1)
full empty
{"type":"read","key":"b","channel":"Corio\\Coroutine\\Channel","value":"for select","ok":true}
stays stays
full, then from select
{"type":"write","key":"c","channel":"Corio\\Coroutine\\Channel","value":null,"ok":true}
array(3) {
  ["consumer_num"]=>
  int(0)
  ["producer_num"]=>
  int(0)
  ["queue_num"]=>
  int(0)
}
bool(true)

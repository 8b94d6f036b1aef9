--TEST--
channel: close() ends all waits; what is in it can still be taken
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $empty = new Channel(2);
    foreach ([1, 2] as $number) {
        go(function () use ($empty, $number) {
            var_dump([$number, $empty->pop(), $empty->errCode]);
        });
    }
    $full = new Channel(1);
    foreach (['in', 'out', 'out, too'] as $value) {
        go(function () use ($full, $value) {
            $done = $full->push($value);
            echo "$value: ", json_encode($done), " $full->errCode\n";
        });
    }
    var_dump($empty->close(), $empty->close(), $full->close());
    var_dump($full->push('late'), $full->errCode === Corio\CHANNEL_CLOSED);
    var_dump($full->pop(), $full->errCode === Corio\CHANNEL_OK);
    var_dump($full->pop(), $full->errCode);
    var_dump($full->stats());
});
?>
--EXPECT--
in: true 0
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
string(2) "in"
bool(true)
bool(false)
int(-2)
array(3) {
  ["consumer_num"]=>
  int(0)
  ["producer_num"]=>
  int(0)
  ["queue_num"]=>
  int(0)
}
array(3) {
  [0]=>
  int(1)
  [1]=>
  bool(false)
  [2]=>
  int(-2)
}
array(3) {
  [0]=>
  int(2)
  [1]=>
  bool(false)
  [2]=>
  int(-2)
}
out: false -2
out, too: false -2

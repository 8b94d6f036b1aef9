--TEST--
channel: {main} may wait, outside of run(), and is woken
--FILE--
<?php
use Corio\Coroutine\Channel;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;

$channel = new Channel();
go(function () use ($channel) {
    System::sleep(0.01);
    $channel->push('late');
    echo "pushed\n";
    for ($i = 0; $i < 3; $i++) {
        $value = $channel->pop();
        echo "got $value\n";
    }
});
var_dump($channel->pop());
for ($i = 0; $i < 3; $i++) {
    $channel->push($i);
}
var_dump($channel->pop(0.001), $channel->errCode);
?>
--EXPECT--
pushed
string(4) "late"
got 0
got 1
got 2
bool(false)
int(-1)

--TEST--
channel: a wait that a signal's handler ends by an exception leaves nothing behind
--EXTENSIONS--
pcntl
--FILE--
<?php
use Corio\Coroutine\Channel;

pcntl_async_signals(true);
$channel = new Channel(1);
pcntl_signal(SIGALRM, function () use ($channel) {
    // The wait that it interrupts is the one that gets this.
    $channel->push('from the handler');
    throw new Exception('handler');
});
pcntl_alarm(1);
try {
    var_dump($channel->pop(30));
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
// It did not live to use it, so the value is back.
var_dump($channel->stats());
var_dump($channel->pop());
?>
--EXPECT--
handler
array(3) {
  ["consumer_num"]=>
  int(0)
  ["producer_num"]=>
  int(0)
  ["queue_num"]=>
  int(1)
}
string(16) "from the handler"

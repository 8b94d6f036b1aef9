--TEST--
channel: where nobody can wait, a wait throws and leaves no trace
--FILE--
<?php
use Corio\Coroutine\Channel;

$channel = new Channel(1);
ob_start(function (string $text) use ($channel) {
    $channel->push(1);
    try {
        $channel->push(2);
    } catch (Corio\Exception $e) {
        return $text . $e->getMessage() . "\n";
    }
    return 'not refused';
});
echo "text\n";
ob_end_flush();
var_dump($channel->stats() === ['consumer_num' => 0, 'producer_num' => 0, 'queue_num' => 1]);
?>
--EXPECT--
text
cannot wait for push() in an output buffer's handler
bool(true)

--TEST--
channel: a destructor of a value may use the channel that gives it up
--FILE--
<?php
use Corio\Coroutine\Channel;

final class Returning
{
    public function __construct(private Channel $channel, private string $name)
    {
    }

    public function __destruct()
    {
        $done = $this->channel->isFull() ? 'full' : $this->channel->push("from $this->name");
        echo "$this->name: ", json_encode($done), "\n";
    }
}

$channel = new Channel(2);
$channel->push(new Returning($channel, 'popped'));
$channel->push('other');
$channel->pop();
var_dump($channel->push(new Returning($channel, 'not pushed'), 0.001), $channel->errCode);
var_dump($channel->pop(), $channel->pop(), $channel->isEmpty());
?>
--EXPECT--
popped: true
not pushed: "full"
bool(false)
int(-1)
string(5) "other"
string(11) "from popped"
bool(true)

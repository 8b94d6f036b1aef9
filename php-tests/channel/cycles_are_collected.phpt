--TEST--
channel: one that holds itself, or that a waiting value refers to, is collected; its values are destroyed with it
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;

final class Noisy
{
    public function __construct(private string $name, public mixed $other = null)
    {
    }

    public function __destruct()
    {
        echo "$this->name destroyed\n";
    }
}

final class Tagged extends Channel
{
    public mixed $tag;
}

gc_collect_cycles();
$channel = new Tagged(3);
$channel->push($channel);
$channel->push([new Noisy('within', $channel)]);
$channel->tag = new Noisy('property');
unset($channel);
echo "unset\n";
var_dump(gc_collect_cycles() > 0);

// As long as somebody waits in it, it stays.
$channel = new Channel(1);
$channel->push(new Noisy('first', $channel));
go(function () use ($channel) {
    $channel->push(new Noisy('second', $channel));
    echo "second is in\n";
});
gc_collect_cycles();
echo 'waiting: ', $channel->stats()['producer_num'], "\n";
$channel->pop();
gc_collect_cycles();
Corio\Coroutine\System::sleep(0.001);
unset($channel);
echo "unset\n";
var_dump(gc_collect_cycles() > 0);

// Without a cycle its values go with it.
$channel = new Channel(1);
$channel->push(new Noisy('last'));
unset($channel);
echo "end\n";
?>
--EXPECTF--
unset
%A destroyed
%A destroyed
bool(true)
waiting: 1
first destroyed
second is in
unset
second destroyed
bool(true)
last destroyed
end

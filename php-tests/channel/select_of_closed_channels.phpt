--TEST--
channel: select() comes back for a closed channel, at once or when it is closed meanwhile
--FILE--
<?php
use Corio\Coroutine\Channel;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $show = fn (array $done) => printf("%s %s %s %s\n", $done['type'], $done['key'], json_encode($done['value']), json_encode($done['ok']));
    $quiet = new Channel(1);
    $closed = new Channel(2);
    $closed->push('left');
    $closed->push(null);
    $closed->close();
    $show(Channel::select(['quiet' => $quiet, 'closed' => $closed]));
    $show(Channel::select(['quiet' => $quiet, 'closed' => $closed]));
    $show(Channel::select(['quiet' => $quiet, 'closed' => $closed]));
    $show(Channel::select(['quiet' => $quiet], ['closed' => [$closed, 1]]));

    $reads = new Channel(1);
    $writes = new Channel(1);
    $writes->push(1);
    go(fn () => $show(Channel::select(['quiet' => $quiet, 'reads' => $reads])));
    go(fn () => $show(Channel::select(['quiet' => $quiet], ['writes' => [$writes, 2]])));
    // The same channel twice is closed once.
    go(fn () => $show(Channel::select(['x' => $reads, 'y' => $reads], ['writes' => [$writes, 2]])));
    $reads->close();
    $writes->close();
    Corio\Coroutine\System::sleep(0.001);
    var_dump($quiet->stats()['consumer_num'], $writes->length());
});
?>
--EXPECTF--
read closed "left" true
read closed null true
read closed null false
write closed null false
read reads null false
read %c null false
write writes null false
int(0)
int(1)

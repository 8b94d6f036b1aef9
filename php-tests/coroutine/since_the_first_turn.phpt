--TEST--
coroutine: a wait that began before anything else has happened tells since when, too
--FILE--
<?php
use Corio\Coroutine;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $channel = new Coroutine\Channel(1);
    $cid = go(fn () => $channel->pop(30));
    Coroutine\System::sleep(0.3);
    ob_start();
    Coroutine::printBackTrace($cid);
    preg_match('/since ([\d.]+) s, for at most ([\d.]+) s/', ob_get_clean(), $found);
    var_dump($found[1] >= 0.3 && $found[1] < 20, abs($found[1] + $found[2] - 30) < 0.1);
    $channel->push(1);
});
?>
--EXPECT--
bool(true)
bool(true)

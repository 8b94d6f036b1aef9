--TEST--
event: wait() in {main} throws on a deadlock; a watched descriptor is somebody who may wake
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine;
use Corio\Event;

use function Corio\Coroutine\go;

$cid = go(fn () => Coroutine::yield());
[$near, $far] = pair();
Event::add($near, function ($stream) use ($cid) {
    Event::del($stream);
    Coroutine::resume($cid);
    echo "woken by a stream\n";
});
fwrite($far, 'x');
Event::wait();
$cid = go(fn () => Coroutine::yield());
try {
    Event::wait();
} catch (Corio\DeadlockException $exception) {
    echo strtok($exception->getMessage(), "\n"), "\n";
}
Coroutine::resume($cid);
?>
--EXPECT--
woken by a stream
all coroutines (count: 1) are asleep - deadlock!

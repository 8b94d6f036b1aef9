--TEST--
event: a forked child has none of its parent's watches and does not disturb them; its own work
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/fork.php';
require __DIR__ . '/../include/pair.php';
use Corio\Event;

$parent = getmypid();
[$near, $far] = pair();
Event::add($near, function ($stream) use ($parent) {
    echo getmypid() === $parent ? 'the parent' : 'the child', ' reads ', fread($stream, 100), "\n";
    Event::del($stream);
});
Corio\Coroutine\System::sleep(0.001);
in_a_child(function () use ($near, $far) {
    leave_to_the_parent();
    var_dump(Event::isset($near));
    [$own, $other] = pair();
    Event::add($own, function ($stream) {
        echo "the child's own\n";
        Event::del($stream);
    });
    fwrite($other, 'x');
    Event::wait();
    Event::add($near, fn () => print("never\n"));
    Event::del($near);
    fclose($near);
});
fwrite($far, 'what was sent');
Event::wait();
?>
--EXPECT--
bool(false)
the child's own
the parent reads what was sent

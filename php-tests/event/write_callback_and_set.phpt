--TEST--
event: both directions of one descriptor; set() changes callbacks and directions
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Event;

const READ = Corio\EVENT_READ, WRITE = Corio\EVENT_WRITE;
[$near, $far] = pair();
$read = fn ($stream) => print('read ' . fread($stream, 100) . "\n");
$write = function ($stream) {
    echo "write\n";
    fwrite($stream, 'ping');
    Event::set($stream, events: READ);
};
Event::add($near, $read, $write, READ | WRITE);
Event::add($far, function ($stream) use ($near) {
    static $calls = 0;
    echo 'far ', fread($stream, 100), "\n";
    fwrite($stream, 'pong ' . ++$calls);
    if ($calls === 1) {
        Corio\Timer::after(20, fn () => Event::set($near, null, null, READ | WRITE));
    } else {
        Corio\Timer::after(20, function () use ($near, $stream) {
            Event::set($near, function ($stream) {
                echo 'another callback ', fread($stream, 100), "\n";
                Event::del($stream);
            }, null, READ);
            fwrite($stream, 'end');
            Event::del($stream);
        });
    }
});
Event::wait();
?>
--EXPECT--
write
far ping
read pong 1
write
far ping
read pong 2
another callback end

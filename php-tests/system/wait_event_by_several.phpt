--TEST--
system: several coroutines wait for one descriptor, in both directions, while Event watches it too
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine\System;
use Corio\Event;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $readers = [];
    [$near, $far] = pair();
    stream_set_blocking($near, false);
    while (fwrite($near, str_repeat('x', 65536)) > 0) {
    }
    foreach (['first', 'second'] as $name) {
        go(function () use ($near, $name, &$readers) {
            System::waitEvent($near, Corio\EVENT_READ, 5) && $readers[] = $name;
        });
    }
    go(function () use ($near) {
        System::waitEvent($near, Corio\EVENT_WRITE, 5) && print("writer\n");
    });
    Event::add($near, function ($stream) use (&$readers) {
        Event::del($stream);
        $readers[] = 'event';
    });
    System::sleep(0.01);
    echo "all wait\n";
    stream_set_blocking($far, false);
    while (fread($far, 65536)) {
    }
    System::sleep(0.05);
    fwrite($far, 'x');
    System::sleep(0.05);
    sort($readers);
    echo 'all readers: ', implode(' ', $readers), "\n";
});
?>
--EXPECT--
all wait
writer
all readers: event first second

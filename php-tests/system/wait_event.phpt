--TEST--
system: waitEvent() waits for a stream, a socket or a number; others run meanwhile
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const READ = Corio\EVENT_READ, WRITE = Corio\EVENT_WRITE;
function show(int|false $result): void
{
    echo match ($result) {
        READ => 'READ', WRITE => 'WRITE', READ | WRITE => 'READ|WRITE', false => 'false ' . Corio\last_error(), default => $result,
    }, "\n";
}
run(function () {
    [$near, $far] = pair();
    show(System::waitEvent($near, READ, 0));
    show(System::waitEvent($near, READ, 0.01));
    show(System::waitEvent($near, READ | WRITE));
    go(function () use ($far) {
        System::sleep(0.01);
        fwrite($far, "one\ntwo\n");
    });
    show(System::waitEvent($near, READ, 5));
    echo fgets($near);
    show(System::waitEvent($near, READ, 5)); // it has read ahead
    show(System::waitEvent($near, READ | WRITE));
    echo fgets($near);
    show(System::waitEvent($near, READ, 0));
    go(function () use ($far) {
        System::sleep(0.01);
        fclose($far);
    });
    show(System::waitEvent($near));
    var_dump(feof($near) || fread($near, 1) === '');

    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    go(function () use ($pair) {
        System::sleep(0.01);
        socket_write($pair[1], 'x');
    });
    show(System::waitEvent($pair[0], READ, 5));
    show(System::waitEvent($pair[0], 0));
    show(System::waitEvent(999999));
    show(@System::waitEvent('no descriptor'));
    show(System::waitEvent(fopen(__FILE__, 'r'), READ | WRITE));
});
show(System::waitEvent(pair()[0], WRITE)); // at top level
?>
--EXPECT--
false 110
false 110
WRITE
READ
one
READ
READ|WRITE
two
false 110
READ
bool(true)
READ
false 22
false 9
false 22
READ|WRITE
WRITE

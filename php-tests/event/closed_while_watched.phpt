--TEST--
event: a descriptor that is closed while it is watched is found out, with a warning; its number may be watched anew
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/pair.php';
use Corio\Event;

set_error_handler(function (int $level, string $message) {
    echo preg_replace('/\d+/', 'N', $message), "\n";
    return true;
}, E_WARNING);

echo "a stream, without anything else to wait for:\n";
[$near, $far] = pair();
Event::add($near, fn () => print("never\n"));
fclose($near);
Event::wait();

echo "a socket, watched anew under the same number:\n";
socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
$fd = Event::add($pair[0], fn () => print("never\n"));
socket_close($pair[0]);
[$near, $far] = pair();
var_dump($fd === Event::add($near, function ($stream) {
    echo 'the new one: ', fread($stream, 10), "\n";
    Event::del($stream);
}));
fwrite($far, 'hello');
Event::wait();

echo "del() after fclose():\n";
Event::add($near, fn () => print("never\n"));
fclose($near);
var_dump(Event::isset($near), Event::del($near));
Event::wait();

echo "closed between the event and its callback:\n";
[$near, $far] = pair();
Event::add($near, fn () => print("never\n"));
fwrite($far, 'x');
Event::cycle(function () use ($near) {
    Event::cycle(null);
});
Event::defer(function () use ($near) {
    usleep(1000);
    fclose($near);
});
Event::wait();
?>
--EXPECT--
a stream, without anything else to wait for:
Corio\Event\closed(): fd [N] was closed while it was watched; Event::del() it before
a socket, watched anew under the same number:
bool(true)
the new one: hello
del() after fclose():
bool(true)
bool(true)
closed between the event and its callback:
Corio\Event\closed(): fd [N] was closed while it was watched; Event::del() it before

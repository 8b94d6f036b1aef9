--TEST--
event: what a callback leaves unread calls it again
--EXTENSIONS--
sockets
--FILE--
<?php
use Corio\Event;

socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
$calls = 0;
Event::add($pair[0], function (Socket $socket) use (&$calls) {
    if (++$calls === 4) {
        echo socket_read($socket, 100), "\n";
        Event::del($socket);
    }
});
socket_write($pair[1], 'unread three times');
Event::wait();
echo $calls, "\n";
?>
--EXPECT--
unread three times
4

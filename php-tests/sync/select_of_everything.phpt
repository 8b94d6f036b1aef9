--TEST--
sync: client_select() takes clients of all faces, streams, sockets and descriptors, and keeps keys
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('echo');
$sync = new Corio\Client(Corio\SOCK_TCP);
$sync->connect('127.0.0.1', $peer->port);
$coroutine = connected($peer->port);
$quiet = connected($peer->port);
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $sockets);

$all = ['sync' => $sync, 'coroutine' => $coroutine, 'quiet' => $quiet, 7 => $ours, 'socket' => $sockets[0], 'fd' => $quiet->fd];
$read = $all;
$write = $except = null;
var_dump(Corio\client_select($read, $write, $except, 0), $read, $write);

$sync->send('x');
$coroutine->send('y');
fwrite($theirs, "line\nanother\n");
socket_write($sockets[1], 'z');
$ready = [];
while (count($ready) < 4) {
    $read = $all;
    Corio\client_select($read, $write, $except, 5);
    $ready += $read;
}
ksort($ready);
echo implode(' ', array_keys($ready)), "\n";
echo $sync->recv(), $coroutine->recv(), fgets($ours), socket_read($sockets[0], 9), "\n";

// The stream has read ahead.
$read = $all;
echo Corio\client_select($read, $write, $except, 0), key($read), fgets($ours);

$read = null;
$write = ['a' => $sync, 'b' => $ours];
var_dump(Corio\client_select($read, $write, $except));
echo implode(' ', array_keys($write)), "\n";

$gone = ['gone' => new Corio\Client(Corio\SOCK_TCP), 'here' => $sync];
var_dump(Corio\client_select($gone, $read, $except, 0.01));
?>
--EXPECT--
int(0)
array(0) {
}
NULL
7 coroutine socket sync
xyline
z
17another
int(2)
a b
int(0)

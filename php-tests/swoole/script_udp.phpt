--TEST--
swoole: a script for Swoole: UDP and Unix sockets
--INI--
corio.swoole_aliases=1
--FILE--
<?php
$echo = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$port = (int) substr(strrchr(stream_socket_get_name($echo, false), ':'), 1);
$answer = function () use ($echo): void {
    $packet = stream_socket_recvfrom($echo, 65535, 0, $from);
    stream_socket_sendto($echo, strtoupper($packet), 0, $from);
};

$client = new Swoole\Client(SWOOLE_SOCK_UDP);
$client->connect('127.0.0.1', $port, 1);
var_dump($client->send('a packet'));
$answer();
var_dump($client->recv(), $client->getpeername()["port"] === $port);
$client->close();

$client = new Swoole\Client(SWOOLE_SOCK_UDP);
var_dump($client->sendto('127.0.0.1', $port, 'without connect'));
$answer();
var_dump($client->recv());

Co\run(function () use ($answer, $port) {
    $client = new Co\Client(SWOOLE_SOCK_UDP);
    var_dump($client->sendto('127.0.0.1', $port, 'from a coroutine'));
    $answer();
    var_dump($client->recvfrom(1000, $address, $from), $address, $from === $port);
});

$path = sys_get_temp_dir() . '/corio-swoole-' . getmypid() . '.sock';
$server = stream_socket_server("unix://$path");
$client = new Swoole\Client(SWOOLE_SOCK_UNIX_STREAM);
var_dump($client->connect($path));
$peer = stream_socket_accept($server);
$client->send("over a path\n");
fwrite($peer, strrev(fgets($peer)));
var_dump(trim($client->recv()));
unlink($path);
?>
--EXPECT--
int(8)
string(8) "A PACKET"
bool(true)
bool(true)
string(15) "WITHOUT CONNECT"
bool(true)
string(16) "FROM A COROUTINE"
string(9) "127.0.0.1"
bool(true)
bool(true)
string(11) "htap a revo"

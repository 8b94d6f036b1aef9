--TEST--
swoole: a script for Swoole: flags of recv(), and what is not for connections that are kept
--INI--
corio.swoole_aliases=1
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('echo')->port;

$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->connect('127.0.0.1', $port, 2);
var_dump(@$client->recv(10, Swoole\Client::MSG_DONTWAIT), $client->errCode === SOCKET_EAGAIN);
$client->send('01234');
var_dump($client->recv(3, 1)); // 1 is MSG_WAITALL
var_dump($client->recv(2, Swoole\Client::MSG_WAITALL));
$client->send('urgent!', Swoole\Client::MSG_OOB);
var_dump($client->recv(6, Swoole\Client::MSG_WAITALL)); // the last byte travels apart
$socket = $client->getSocket();
socket_getpeername($socket, $host, $there);
var_dump(get_class($socket), $host, $there === $port);
$client->close();

set_error_handler(fn (int $code, string $message) => print("$message\n"));
$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP);
$client->connect('127.0.0.1', $port, 2);
var_dump($client->getSocket());
$client->close(true);
?>
--EXPECT--
bool(false)
bool(true)
string(3) "012"
string(2) "34"
string(6) "urgent"
string(6) "Socket"
string(9) "127.0.0.1"
bool(true)
Corio\Client::getSocket(): the 'getSocket' method can't be used on persistent connection
bool(false)

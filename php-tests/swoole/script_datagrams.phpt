--TEST--
swoole: a script for Swoole: what datagrams, files and half-closed connections answer when it goes wrong
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$echo = server('echo')->port;
$unused = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$closed = (int) substr(strrchr(stream_socket_get_name($unused, false), ':'), 1);
fclose($unused);
set_error_handler(fn (int $code, string $message) => print('warning: ' . strtok($message, '(') . "\n"));

// UDP: flag 1 connects the socket, which then hears that nobody is there.
$client = new Swoole\Client(SWOOLE_SOCK_UDP);
var_dump($client->connect('127.0.0.1', $closed, 1, 1), $client->send('x'), $client->recv(), $client->errCode === SOCKET_ECONNREFUSED);
$client = new Swoole\Client(SWOOLE_SOCK_UDP);
var_dump($client->connect('127.0.0.1', $closed, 0.05), $client->send('x'), $client->recv(), $client->errCode === SOCKET_EAGAIN);
var_dump($client->send(str_repeat('x', 70000)), $client->errCode === SOCKET_EMSGSIZE);
var_dump($client->enableSSL());
var_dump($client->sendfile(__FILE__));

// TCP cannot send to somebody else; the coroutine client is silent about it.
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
var_dump($client->sendto('127.0.0.1', $closed, 'x'));
Co\run(function () use ($closed) {
    $client = new Co\Client(SWOOLE_SOCK_TCP);
    var_dump($client->sendto('127.0.0.1', $closed, 'x'), $client->errCode === SOCKET_EPROTONOSUPPORT);
    $client = new Co\Client(SWOOLE_SOCK_UDP);
    var_dump($client->sendto('127.0.0.1', $closed, 'x'), $client->recvfrom(0, $address));
    var_dump($client->enableSSL(), $client->errCode === SOCKET_ESOCKTNOSUPPORT);
    var_dump($client->sendfile(__FILE__), $client->errCode === SOCKET_EINVAL);
});

// Files, and the end of one direction.
$file = tempnam(sys_get_temp_dir(), 'corio-');
file_put_contents($file, '0123456789');
foreach ([new Swoole\Client(SWOOLE_SOCK_TCP), new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP)] as $client) {
    $client->connect('127.0.0.1', $echo);
    var_dump($client->sendfile($file, 2, 5), $client->recv(), $client->sendfile($file), $client->recv());
    var_dump($client->sendfile("$file.missing"), $client->sendfile($file, -1));
}
unlink($file);
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->connect('127.0.0.1', $echo);
$client->send('last words');
var_dump($client->shutdown(Swoole\Client::SHUT_WR), $client->recv(), $client->recv(), @$client->send('more'));

// Unix sockets.
$client = new Swoole\Client(SWOOLE_SOCK_UNIX_STREAM);
var_dump(@$client->connect('/nowhere/at/all.sock'), $client->errCode);
?>
--EXPECT--
warning: Corio\Client::recv
bool(true)
int(1)
bool(false)
bool(true)
warning: Corio\Client::recv
bool(true)
int(1)
bool(false)
bool(true)
warning: Corio\Client::send
bool(false)
bool(true)
warning: Corio\Client::enableSSL
bool(false)
warning: Corio\Client::sendfile
bool(false)
warning: Corio\Client::sendto
bool(false)
bool(false)
bool(true)
bool(true)
bool(false)
bool(false)
bool(true)
bool(false)
bool(true)
bool(true)
string(5) "23456"
bool(true)
string(10) "0123456789"
warning: Corio\Client::sendfile
warning: Corio\Client::sendfile
bool(false)
bool(false)
bool(true)
string(5) "23456"
bool(true)
string(10) "0123456789"
warning: Corio\Coroutine\Client::sendfile
warning: Corio\Coroutine\Client::sendfile
bool(false)
bool(false)
warning: Corio\Client::send
bool(true)
string(10) "last words"
string(0) ""
bool(false)
warning: Corio\Client::connect
bool(false)
int(2)

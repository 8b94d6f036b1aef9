--TEST--
swoole: a script for Swoole: the blocking client, its properties and constants
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('echo', greeting: "welcome\n")->port;

$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_SYNC);
if (!$client->connect('127.0.0.1', $port, 1)) {
    exit("connect failed. Error: {$client->errCode}\n");
}
echo $client->recv();
echo $client->send('hello'), ' ', $client->recv(1024), "\n";
echo $client->send('0123456789'), ' ', $client->recv(4, Swoole\Client::MSG_PEEK), ' ', $client->recv(10, Swoole\Client::MSG_WAITALL), "\n";
$peer = $client->getpeername();
var_dump($client->isConnected(), $client->sock > 2, $client->type === (SWOOLE_SOCK_TCP | SWOOLE_SYNC), $peer['host'], $peer['port'] === $port);
$client->send('END');
var_dump($client->recv(), $client->close(), $client->isConnected());

$old = new Swoole\Client(SWOOLE_TCP, SWOOLE_SOCK_SYNC);
var_dump($old->connect('127.0.0.1', $port), $old->recv(), $old->close());
?>
--EXPECT--
welcome
5 hello
10 0123 0123456789
bool(true)
bool(true)
bool(true)
string(9) "127.0.0.1"
bool(true)
string(0) ""
bool(true)
bool(false)
bool(true)
string(8) "welcome
"
bool(true)

--TEST--
swoole: a script for Swoole: Unix datagrams, whose client has a file of its own that goes with it
--INI--
corio.swoole_aliases=1
--EXTENSIONS--
sockets
--FILE--
<?php
$path = sys_get_temp_dir() . '/corio-swoole-' . getmypid() . '.sock';
$server = socket_create(AF_UNIX, SOCK_DGRAM, 0);
socket_bind($server, $path);
$answer = function () use ($server, &$from): void {
    socket_recvfrom($server, $packet, 65535, 0, $from);
    $packet = strtoupper($packet);
    socket_sendto($server, $packet, strlen($packet), 0, $from);
};

$client = new Swoole\Client(SWOOLE_SOCK_UNIX_DGRAM);
var_dump($client->connect($path), $client->send('a packet'));
$answer();
var_dump($client->recv(), file_exists($from), $client->isConnected());
var_dump(@$client->enableSSL(), $client->errCode === SOCKET_ESOCKTNOSUPPORT);
$client->close();
var_dump(file_exists($from));

Co\run(function () use ($path, $answer, &$from) {
    $client = new Co\Client(SWOOLE_SOCK_UNIX_DGRAM);
    var_dump($client->connect($path), $client->send('from a coroutine'));
    $answer();
    var_dump($client->recv(1.0), $client->recv(0.01), $client->errCode === SOCKET_ETIMEDOUT);
    var_dump($client->enableSSL(), $client->errCode === SOCKET_ESOCKTNOSUPPORT);
});
gc_collect_cycles();
var_dump(file_exists($from));

$client = new Swoole\Client(SWOOLE_SOCK_UNIX_DGRAM);
var_dump(@$client->connect("$path.missing"), $client->errCode);
socket_close($server);
unlink($path);
?>
--EXPECT--
bool(true)
int(8)
string(8) "A PACKET"
bool(true)
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
int(16)
string(16) "FROM A COROUTINE"
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
int(2)

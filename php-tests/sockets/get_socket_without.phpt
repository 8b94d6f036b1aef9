--TEST--
sockets: getSocket() says that ext-sockets is missing, and nothing else suffers [sync]
--SKIPIF--
<?php if (extension_loaded('sockets')) die('skip ext/sockets is loaded');
--FILE--
<?php
require __DIR__ . '/../include/sockets.php';

$client = new Corio\Client(Corio\SOCK_TCP);
set_error_handler(fn (int $code, string $message) => print("$message\n"));
var_dump($client->getSocket(), $client->errCode);
$client->connect('127.0.0.1', server('echo')->port);
var_dump($client->getSocket(), $client->errCode);
$client->send('still there');
var_dump($client->recv());
?>
--EXPECT--
Corio\Client::getSocket(): client is not connected to server (never connected)
bool(false)
int(5001)
Corio\Client::getSocket(): getSocket() needs the extension sockets, which is not loaded
bool(false)
int(507)
string(11) "still there"

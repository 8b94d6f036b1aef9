--TEST--
sync: failures are told by Swoole's warnings, with the reason
--FILE--
<?php
require __DIR__ . '/../include/server.php';

set_error_handler(fn (int $level, string $message) => print(preg_replace('/(?<=:)\d{4,5}\b/', 'PORT', $message) . "\n"));

$peer = server('echo');
$client = new Corio\Client(Corio\SOCK_TCP);
$client->recv();
$client->send('x');
$client->close();
$client->enableSSL();
$client->getsockname();
$client->getPeerCert();
$client->connect('');
$client->connect('127.0.0.1', 0);
$client->connect('127.0.0.1', refused_port());
$client->connect('nowhere..test', 1);
$client->set(['read_timeout' => 0.05]);
var_dump($client->connect('127.0.0.1', $peer->port));
$client->connect('127.0.0.1', $peer->port);
$client->getPeerCert();
$client->recv();
$client->send('');
$client->send('END');
var_dump($client->recv());
?>
--EXPECTF--
Corio\Client::recv(): client is not connected to server (never connected)
Corio\Client::send(): client is not connected to server (never connected)
Corio\Client::close(): client is not connected to the server (never connected)
Corio\Client::enableSSL(): client is not connected to server (never connected)
Corio\Client::getsockname(): client is not connected to server (never connected)
Corio\Client::getPeerCert(): client is not connected to server (never connected)
Corio\Client::connect(): The host is empty
Corio\Client::connect(): The port is invalid: 0 is not between 1 and 65535
Corio\Client::connect(): connect to server[127.0.0.1:PORT] failed. Error: Connection refused[111]
Corio\Client::connect(): connect to server[nowhere..test:1] failed. Error: resolve nowhere..test:1 failed: "nowhere..test" has an empty label[713]
bool(true)
Corio\Client::connect(): connection to the server has already been established
Corio\Client::getPeerCert(): SSL is not ready
Corio\Client::recv(): recv() failed. Error: receive from 127.0.0.1:PORT failed: timed out after 0.05 s[11]
Corio\Client::send(): data to send is empty
string(0) ""

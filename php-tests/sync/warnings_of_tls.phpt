--TEST--
sync: TLS that fails warns, too: nobody may take it for done
--FILE--
<?php
require __DIR__ . '/../include/server.php';

set_error_handler(fn (int $level, string $message) => print(preg_replace('/(?<=:)\d{4,5}\b/', 'PORT', $message) . "\n"));

$client = new Corio\Client(Corio\SOCK_TCP | Corio\SSL);
$client->set(['ssl_cafile' => pki_ca()]);
var_dump($client->connect('localhost', server('tls_echo', cert: 'other')->port));
$client = new Corio\Client(Corio\SOCK_TCP);
$client->set(['ssl_cafile' => pki_ca()]);
$client->connect('localhost', server('starttls', cert: 'other')->port);
$client->recv();
$client->send("STARTTLS\r\n");
$client->recv();
var_dump($client->enableSSL(), $client->errCode, $client->isConnected(), $client->sock);
$client->send('secret');
$client->connect('localhost', server('tls_echo')->port);
var_dump($client->enableSSL());
$client->enableSSL();
?>
--EXPECTF--
Corio\Client::connect(): connect to server[localhost:PORT] failed. Error: TLS handshake with localhost:PORT failed: %s[1014]
bool(false)
Corio\Client::enableSSL(): TLS handshake with localhost:PORT failed: %s[1014]
bool(false)
int(1014)
bool(false)
int(-1)
Corio\Client::send(): client is not connected to server (the TLS upgrade failed)
bool(true)
Corio\Client::enableSSL(): SSL has been enabled

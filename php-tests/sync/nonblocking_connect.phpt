--TEST--
sync: connect() with flag 1 goes on in the background; client_select() and the next operation see to it
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$echo = server('echo');
$tls = server('tls_echo');

// The usual way.
$client = new Corio\Client(Corio\SOCK_TCP);
var_dump($client->connect('localhost', $echo->port, 5, 1), $client->errCode);
$read = $except = [];
$write = ['it' => $client];
var_dump(Corio\client_select($read, $write, $except, 5), array_keys($write), $client->isConnected(), $client->sock > 0, $client->errCode);
var_dump($client->send('hello'), $client->recv());
$client->close();

// Without waiting for it: send() does.
$client->connect('localhost', $echo->port, 5, 1);
var_dump($client->send('again'), $client->recv(), $client->sock > 0);
$client->close();

// TLS as well.
$client = new Corio\Client(Corio\SOCK_TCP | Corio\SSL);
$client->set(['ssl_cafile' => pki_ca()]);
$client->connect('localhost', $tls->port, 5, 1);
$write = [$client];
var_dump(Corio\client_select($read, $write, $except, 5), $client->getTlsInfo() !== false);
var_dump($client->send('secret'), $client->recv());

// Twice, and given up.
$client = new Corio\Client(Corio\SOCK_TCP);
$client->connect('localhost', server('tarpit', accept: false)->port, 5, 1);
var_dump(@$client->connect('localhost', $echo->port), $client->errCode);
var_dump($client->close(), $client->connect('localhost', $echo->port), $client->send('x'));
?>
--EXPECT--
bool(true)
int(115)
int(1)
array(1) {
  [0]=>
  string(2) "it"
}
bool(true)
bool(true)
int(0)
int(5)
string(5) "hello"
int(5)
string(5) "again"
bool(true)
int(1)
bool(true)
int(6)
string(6) "secret"
bool(false)
int(106)
bool(true)
bool(true)
int(1)

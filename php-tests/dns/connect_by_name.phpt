--TEST--
dns: connect() resolves, races the addresses and says what each answered [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\Client;

name_server();
$peer = server('echo');
$client = new Client(Corio\SOCK_TCP);
// The server listens on 127.0.0.1 only; ::1 comes first and refuses.
var_dump($client->connect('both.test', $peer->port), $client->getpeername()['address']);
$client->close();

$port = refused_port();
$client->connect('both.test', $port);
echo $client->errCode, ' ', str_replace((string) $port, 'PORT', $client->errMsg), "\n";

$client->set(['ip_family' => 'ipv6']);
$client->connect('a.test', $port);
echo $client->errCode, ' ', str_replace((string) $port, 'PORT', $client->errMsg), "\n";

$client = new Client(Corio\SOCK_TCP6);
$client->connect('127.0.0.1', $port);
echo $client->errCode, ' ', str_replace((string) $port, 'PORT', $client->errMsg), "\n";
?>
--EXPECTF--
bool(true)
string(9) "127.0.0.1"
111 connect to both.test:PORT failed: [::1]:PORT: Connection refused; 127.0.0.1:PORT: Connection refused
711 resolve a.test:PORT failed: %s
722 connect to 127.0.0.1:PORT failed: ip_family excludes all of its addresses

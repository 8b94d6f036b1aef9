--TEST--
dns: the setting deadline counts from connect() on, beats -1 and closes the connection [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/dns.php';

use Corio\Coroutine\Client;

name_server();
$peer = server('tarpit');
$client = new Client(Corio\SOCK_TCP);
$client->set(['deadline' => 0.2]);
var_dump($client->connect('both.test', $peer->port));
$start = hrtime(true);
print_result($client->recv(-1), $client);
var_dump(hrtime(true) - $start < 1e9, $client->connected, $client->recv(), $client->errCode);

$client->set(['throw' => true]);
$client->connect('both.test', $peer->port);
try {
    $client->recv(-1);
} catch (Corio\TimeoutException $e) {
    echo $e->phase, ' ', $e->host, ' ', $e->getCode(), "\n";
}
?>
--EXPECTF--
bool(true)
false [110] conversation with both.test:%d failed: timed out after 0.2 s
bool(true)
bool(false)
bool(false)
int(5001)
deadline both.test 110

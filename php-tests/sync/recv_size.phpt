--TEST--
sync: recv() takes at most the given size, and no flags that it does not know
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('echo');
$client = new Corio\Client(Corio\SOCK_TCP);
$client->connect('127.0.0.1', $peer->port);
$client->send('0123456789');
echo $client->recv(3), ' ', $client->recv(size: 4), ' ', $client->recv(100), "\n";
$client->send('SEND 200000');
for ($total = $largest = 0; $total < 200000; $total += $length) {
    $length = strlen($client->recv(1000000));
    $largest = max($largest, $length);
}
var_dump($total, $largest <= 65536);
var_dump(@$client->recv(0), @$client->recv(-1), $client->errCode);
// A packet comes whole.
$client->set(['open_length_check' => true, 'package_length_type' => 'C', 'package_body_offset' => 1]);
$client->send("\5hello");
echo substr($client->recv(2), 1), "\n";
?>
--EXPECT--
012 3456 789
int(200000)
bool(true)
bool(false)
bool(false)
int(505)
hello

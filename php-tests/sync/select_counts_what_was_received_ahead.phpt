--TEST--
sync: client_select() counts packets and TLS records that were received ahead, and no parts of them
--FILE--
<?php
require __DIR__ . '/../include/server.php';

function readable(Corio\Client $client, float $timeout): int
{
    [$read, $write, $except] = [[$client], [], []];
    return Corio\client_select($read, $write, $except, $timeout);
}

foreach ([false, true] as $tls) {
    $peer = server('pieces', pieces: [bin2hex("one\ntwo\nthr"), bin2hex("ee\n")], on_demand: true, tls: $tls);
    $client = new Corio\Client($tls ? Corio\SOCK_TCP | Corio\SSL : Corio\SOCK_TCP);
    $client->set(['ssl_cafile' => pki_ca(), 'open_eof_split' => true, 'package_eof' => "\n"]);
    $client->connect('localhost', $peer->port);
    // Under TLS the session tickets have arrived: they are nothing to receive.
    echo readable($client, 0.1);
    $client->send('go');
    echo readable($client, 5), $client->recv();
    // What is left is in our memory, not in the kernel's.
    echo readable($client, 0), $client->recv();
    echo readable($client, 0.1);
    $client->send('go');
    echo readable($client, 5), $client->recv();
    echo readable($client, 5), json_encode($client->recv()), "\n";
}

$peer = server('pieces', pieces: [bin2hex(str_repeat('x', 9000))], tls: true, end: 'hold');
$client = new Corio\Client(Corio\SOCK_TCP | Corio\SSL);
$client->set(['ssl_cafile' => pki_ca()]);
$client->connect('localhost', $peer->port);
echo readable($client, 5), strlen($client->recv(1000)), readable($client, 0), strlen($client->recv()), readable($client, 0.1), "\n";

// A failure that only looking has met is not lost.
$peer = server('pieces', pieces: [bin2hex("one\ntw")], end: 'cut', tls: true);
$client = new Corio\Client(Corio\SOCK_TCP | Corio\SSL);
$client->set(['ssl_cafile' => pki_ca(), 'open_eof_split' => true, 'package_eof' => "\n"]);
$client->connect('localhost', $peer->port);
readable($client, 5);
echo $client->recv();
echo readable($client, 5), readable($client, 0), json_encode(@$client->recv()), " $client->errCode\n";
?>
--EXPECT--
01one
1two
01three
1""
01one
1two
01three
1""
11000180000
one
11false 1017

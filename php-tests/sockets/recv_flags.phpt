--TEST--
sockets: flags of recv() and send(): PEEK, WAITALL, DONTWAIT, OOB, and what is none of them [sync]
--FILE--
<?php
require __DIR__ . '/../include/sockets.php';

use Corio\Client;

foreach ([false, true] as $tls) {
    echo $tls ? "TLS\n" : "plain\n";
    $face = new SyncFace();
    // A byte each time: WAITALL waits for all, and keeps what has come when the time is over.
    $drip = server('pieces', pieces: array_map('bin2hex', str_split('0123456789')), every: 0.02, end: 'hold', tls: $tls);
    $client = $face->connected($drip->port, tls: $tls);
    $client->set(['read_timeout' => 20]);
    outcome($client, $client->client->recv(4, Client::MSG_WAITALL));
    outcome($client, $client->client->recv(2, 1));
    $client->set(['read_timeout' => 2]);
    outcome($client, @$client->client->recv(10, Client::MSG_WAITALL));
    outcome($client, $client->client->recv(10));
    $client->close();

    $echo = server($tls ? 'tls_echo' : 'echo');
    $client = $face->connected($echo->port, ['read_timeout' => 20], $tls);
    outcome($client, @$client->client->recv(10, Client::MSG_DONTWAIT));
    outcome($client, @$client->client->recv(10, Client::MSG_PEEK | Client::MSG_DONTWAIT));
    $client->send('peeked');
    outcome($client, $client->client->recv(3, Client::MSG_PEEK));
    outcome($client, $client->client->recv(100, Client::MSG_PEEK));
    outcome($client, $client->client->recv(100, Client::MSG_DONTWAIT));
    // The end, before all has come.
    $client->send('SEND 5');
    outcome($client, $client->client->recv(5, Client::MSG_WAITALL | Client::MSG_PEEK));
    outcome($client, $client->client->recv(5, Client::MSG_WAITALL));
    $client->send('END');
    outcome($client, $client->client->recv(5, Client::MSG_WAITALL));
    $client->close();
}

echo "urgent data\n";
$server = stream_socket_server('tcp://127.0.0.1:0');
$client = new Client(Corio\SOCK_TCP);
$client->set(['read_timeout' => 20]);
$client->connect('127.0.0.1', port_of($server));
$peer = stream_socket_accept($server);
stream_socket_sendto($peer, 'ab!', STREAM_OOB);
fwrite($peer, 'cd');
[$read, $write, $urgent] = [null, null, [$client]];
outcome($client, Corio\client_select($read, $write, $urgent, 20));
// Alone it is the number 1, which means MSG_WAITALL, as in Swoole.
outcome($client, $client->recv(10, Client::MSG_OOB | Client::MSG_DONTWAIT));
outcome($client, $client->recv(4, Client::MSG_WAITALL));
outcome($client, $client->send('xy!', Client::MSG_OOB));
[$read, $write, $urgent] = [null, null, [$peer]];
stream_select($read, $write, $urgent, 20);
var_dump(stream_socket_recvfrom($peer, 1, STREAM_OOB));
outcome($client, @$client->recv(10, Client::MSG_OOB | Client::MSG_DONTWAIT));
$client = (new SyncFace())->connected(server('tls_echo')->port, tls: true);
outcome($client, $client->send('!', Client::MSG_OOB));
outcome($client, $client->client->isConnected());

echo "what is none of them\n";
thrown(fn () => $client->client->recv(10, 4));
thrown(fn () => $client->client->recv(10, Client::MSG_PEEK | 0x4000));
thrown(fn () => $client->client->send('x', Client::MSG_PEEK));
outcome($client, @$client->client->recv(0, Client::MSG_PEEK));
thrown(fn () => (new Corio\Async\Client(Corio\SOCK_TCP))->send('x', Client::MSG_OOB));
?>
--EXPECT--
plain
"0123"
"45"
false [110]
"6789"
false [110]
false [110]
"pee"
"peeked"
"peeked"
"xxxxx"
"xxxxx"
""
TLS
"0123"
"45"
false [110]
"6789"
false [110]
false [110]
"pee"
"peeked"
"peeked"
"xxxxx"
"xxxxx"
""
urgent data
1
"!"
"abcd"
3
string(1) "!"
false [22]
false [95]
true
what is none of them
Corio\Exception [505]: the flags 4 have bits that mean nothing here (known: 323)
Corio\Exception [505]: the flags 16386 have bits that mean nothing here (known: 323)
Corio\Exception [505]: the flags 2 have bits that mean nothing here (known: 65)
false [505]
Corio\Exception [505]: a client with callbacks sends without flags

--TEST--
sync: the next operation tells that a connect in the background has failed
--FILE--
<?php
require __DIR__ . '/../include/server.php';

function show(Corio\Client $client, mixed $result): void
{
    echo json_encode($result), " [$client->errCode] ", preg_replace('/:\d+/', ':PORT', $client->errMsg), "\n";
}

$read = $except = [];
$client = new Corio\Client(Corio\SOCK_TCP);
$client->connect('127.0.0.1', refused_port(), 5, 1);
$write = [$client];
var_dump(Corio\client_select($read, $write, $except, 5), $client->isConnected());
show($client, @$client->send('x'));
show($client, @$client->send('x'));

$client->connect('127.0.0.1', server('tarpit', accept: false)->port, 0.1, 1);
show($client, timed(0.1, 5, fn () => @$client->recv()));

$client = new Corio\Client(Corio\SOCK_TCP | Corio\SSL);
$client->set(['ssl_cafile' => pki_ca()]);
$client->connect('localhost', server('tls_echo', cert: 'expired')->port, 5, 1);
$write = [$client];
Corio\client_select($read, $write, $except, 5);
show($client, @$client->send('secret'));
no_descriptor_left(function () {
    $client = new Corio\Client(Corio\SOCK_TCP);
    $client->connect('127.0.0.1', server('tarpit', accept: false)->port, 5, 1);
    unset($client);
});
?>
--EXPECTF--
int(1)
bool(false)
false [111] connect to 127.0.0.1:PORT failed: Connection refused
false [5001] send to 127.0.0.1:PORT failed: not connected (%s)
in time
false [110] connect to 127.0.0.1:PORT failed: timed out after 0.1 s
false [1014] TLS handshake with localhost:PORT failed: %s
%Sdescriptor%S

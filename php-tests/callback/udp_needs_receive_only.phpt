--TEST--
callback: a UDP client needs onReceive only; with flag 1 it is told that nobody is there, without it is not
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Async\Client;
use function Corio\Coroutine\run;

$client = new Client(Corio\SOCK_UDP);
try {
    $client->connect('127.0.0.1', 1);
} catch (Corio\Exception $e) {
    echo $e->getMessage(), "\n";
}

$server = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
$client->on('receive', function (Client $client, string $data) {
    echo "received $data\n";
    $client->close();
});
run(function () use ($client, $server) {
    $client->connect('127.0.0.1', port_of($server));
    while (!$client->isConnected()) {
        Corio\Coroutine\System::sleep(0.001);
    }
    $client->send('a packet');
    $packet = stream_socket_recvfrom($server, 100, 0, $from);
    stream_socket_sendto($server, strtoupper($packet), 0, $from);
});

$port = port_of($server);
fclose($server);
foreach ([0, 1] as $flag) {
    run(function () use ($port, $flag) {
        $client = new Client(Corio\SOCK_UDP);
        $client->on('receive', fn () => print("not to be called\n"));
        $client->on('connect', function (Client $client) use ($flag) {
            $client->send('x');
            Corio\Coroutine\System::sleep($flag ? 1 : 0.1);
            echo "flag $flag: ", $client->isConnected() ? 'still there' : 'gone', "\n";
            $client->close();
        });
        $client->on('error', fn (Client $client) => print(without_ports("error [$client->errCode] $client->errMsg") . "\n"));
        $client->connect('127.0.0.1', $port, 1, $flag);
    });
}
?>
--EXPECTF--
no 'onReceive' callback function
received A PACKET
flag 0: still there
error [111] %s: Connection refused
flag 1: still there

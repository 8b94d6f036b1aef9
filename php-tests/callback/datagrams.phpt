--TEST--
callback: datagrams come whole, also empty ones; what happens to one is not the end
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$udp = server('other_echo');
$other = server('other_echo');
$unix = server('unix_datagrams');
echo "UDP\n";
run(function () use ($udp, $other) {
    $steps = [
        fn ($client) => $client->send('EMPTY'),
        fn ($client) => $client->send('BIG 60000'),
        fn ($client) => $client->sendto('localhost', $other->port, 'to somebody else'),
        function ($client) use ($other) {
            var_dump($client->getpeername()['port'] === $other->port);
            var_dump($client->send(str_repeat('x', 70000)), $client->errCode);
            $client->close();
        },
    ];
    calling([
        'connect' => fn ($client) => $client->send('hello'),
        'receive' => function ($client) use (&$steps) {
            array_shift($steps)($client);
        },
    ], ['ip_family' => 'ipv4'], Corio\SOCK_UDP)->connect('127.0.0.1', $udp->port);
});
echo "Unix\n";
run(function () use ($unix) {
    $client = new Corio\Async\Client(Corio\SOCK_UNIX_DGRAM);
    // Nothing else is needed for datagrams.
    $client->on('receive', function ($client, $data) {
        echo shown($data), "\n";
        $data === 'third' && $client->close();
    });
    $client->connect($unix->path);
    $client->send('first');
    $client->send('second');
    $client->sendto($unix->path, 0, 'third');
});
echo "nobody there\n";
run(function () {
    $socket = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
    $port = port_of($socket);
    fclose($socket);
    $client = calling([
        'connect' => fn ($client) => $client->send('hello'),
        'error' => fn ($client) => $client->close(),
    ], type: Corio\SOCK_UDP);
    $client->connect('127.0.0.1', $port, sock_flag: 1);
});
echo "misuse\n";
$client = calling();
var_dump($client->sendto('127.0.0.1', 1, 'x'), $client->errCode);
run(fn () => calling([
    'connect' => function ($client) {
        var_dump($client->enableSSL(fn () => null), $client->errCode, @$client->sendfile(__FILE__), $client->errCode);
        $client->close();
    },
], type: Corio\SOCK_UDP)->connect('127.0.0.1', $udp->port));
?>
--EXPECTF--
UDP
connect
receive "hello"
receive ""
receive 60000 bytes
receive "to somebody else"
bool(true)
bool(false)
int(90)
close
Unix
"first"
"second"
"third"
nobody there
connect
error [111] %s
close
misuse
bool(false)
int(93)
connect
bool(false)
int(94)
bool(false)
int(22)
close

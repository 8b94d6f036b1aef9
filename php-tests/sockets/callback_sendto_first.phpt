--TEST--
sockets: sendto() without connect() and callbacks: answers keep the script until close(), nothing else does; it leaves at once
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Async\Client;
use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$peers = [server('other_echo'), server('other_echo')];
$service = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);

echo "answers\n";
$count = 0;
$client = calling(['receive' => function (Client $client) use (&$count, $peers) {
    echo $client->getpeername()['port'] === $peers[$count]->port ? 'from whom it was sent to' : 'from somebody else', "\n";
    ++$count === 2 ? $client->close() : $client->sendto('127.0.0.1', $peers[1]->port, 'two');
}], type: Corio\SOCK_UDP);
run(fn () => $client->sendto('127.0.0.1', $peers[0]->port, 'one'));
var_dump($client->sock, @$client->close());

echo "nobody who waits for answers\n";
$client = new Client(Corio\SOCK_UDP);
var_dump($client->sendto('127.0.0.1', port_of($service), 'sent'), $client->sock > 0, $client->isConnected());
// Without a turn of the loop.
[$read, $write, $except] = [[$service], null, null];
stream_select($read, $write, $except, 20);
var_dump(fread($service, 100));
run(function () use ($client, $service) {
    $client->sendto('localhost', port_of($service), 'by name');
});
var_dump(fread($service, 100));
$weak = WeakReference::create($client);
$file = "/proc/self/fd/$client->sock";
var_dump($client->send('x'), $client->errCode);
System::sleep(0.001);
unset($client);
var_dump($weak->get(), file_exists($file));

echo "failures\n";
$failures = 0;
$client = calling(['error' => function (Client $client) use (&$failures) {
    ++$failures === 3 && $client->close();
}], type: Corio\SOCK_UDP);
run(function () use ($client) {
    $client->set(['ip_family' => 'ipv4']);
    $client->sendto('127.0.0.1', 9, str_repeat('x', 70000));
    $client->sendto('::1', 9, 'x');
    $client->sendto('no-such-name.invalid', 9, 'x');
    // There is no socket that could hear anything, so nothing else keeps run() waiting.
});

echo "connect() takes its place\n";
$client = calling(['connect' => fn ($client) => $client->send('connected'), 'receive' => fn ($client) => $client->close()], type: Corio\SOCK_UDP);
run(function () use ($client, $peers, $service) {
    $client->sendto('127.0.0.1', port_of($service), 'before');
    var_dump($client->connect('127.0.0.1', $peers[0]->port));
    var_dump($client->connect('127.0.0.1', $peers[0]->port), $client->errCode);
});
var_dump(fread($service, 100));

echo "paused\n";
$client = calling(['receive' => fn ($client) => $client->close()], type: Corio\SOCK_UDP);
run(function () use ($client, $peers) {
    $client->sendto('127.0.0.1', $peers[0]->port, 'waits');
    $client->pause();
    System::sleep(0.05);
    echo "resumed\n";
    $client->resume();
});
// At the end of the script one that nobody has closed: the loop would run for ever.
$client = calling(type: Corio\SOCK_UDP);
$client->sendto('127.0.0.1', $peers[0]->port, 'x');
exit("exit\n");
?>
--EXPECT--
answers
receive "one"
from whom it was sent to
receive "two"
from whom it was sent to
int(-1)
bool(false)
nobody who waits for answers
bool(true)
bool(true)
bool(false)
string(4) "sent"
string(7) "by name"
bool(false)
int(5001)
NULL
bool(false)
failures
error [90] send to 127.0.0.1:PORT failed: a datagram of 70000 bytes is too large (over UDP at most 65507, on a Unix socket as SO_SNDBUF allows)
error [97] send to [::1]:PORT failed: the socket is an IPv4 one, which cannot send to ::1
error [711] resolve no-such-name.invalid:PORT failed: "no-such-name.invalid" does not exist
connect() takes its place
bool(true)
bool(false)
int(106)
connect
receive "connected"
close
string(6) "before"
paused
resumed
receive "waits"
exit

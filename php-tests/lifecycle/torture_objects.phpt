--TEST--
lifecycle: a client that is freed, closed, connected again or set while a coroutine waits in it, and a wait that is cancelled
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/operations.php';

use Corio\Coroutine;
use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$ports = operation_peers();
$big = str_repeat('x', 16 << 20);

/** name => [the client, made ready; what waits in it] */
$waits = [
    'connect' => [fn () => tcp(), fn (Client $c) => $c->connect('127.0.0.1', $ports['full'])],
    'look-up' => [fn () => tcp(['dns_servers' => ["127.0.0.1:$ports[silent_udp]"]]), fn (Client $c) => $c->connect(new_name(), 1)],
    'handshake' => [fn () => tcp(flags: Corio\SSL), fn (Client $c) => $c->connect('127.0.0.1', $ports['silent'])],
    'enableSSL' => [fn () => open($ports['silent']), fn (Client $c) => $c->enableSSL()],
    'ssl_starttls' => [fn () => tcp(['ssl_starttls' => 'smtp']), fn (Client $c) => $c->connect('127.0.0.1', $ports['silent'])],
    'proxy' => [fn () => tcp(['socks5_host' => '127.0.0.1', 'socks5_port' => $ports['silent']]), fn (Client $c) => $c->connect('127.0.0.1', 1)],
    'send' => [fn () => open($ports['slow']), fn (Client $c) => $c->send($big)],
    'recv' => [fn () => open($ports['silent']), fn (Client $c) => $c->recv(-1)],
    'packet' => [fn () => open($ports['partial'], ['open_eof_check' => true, 'package_eof' => "\n"]), fn (Client $c) => $c->recv(-1)],
    'recv over TLS' => [fn () => open($ports['tls'], flags: Corio\SSL), fn (Client $c) => $c->recv(-1)],
    'sendfile' => [fn () => open($ports['slow']), fn (Client $c) => send_file($c, 16 << 20)],
    'UDP' => [fn () => datagrams(Corio\SOCK_UDP, '127.0.0.1', $ports['silent_udp']), fn (Client $c) => $c->recv(-1)],
    'recvfrom' => [fn () => datagrams(Corio\SOCK_UDP, '127.0.0.1', $ports['silent_udp']), fn (Client $c) => $c->recvfrom(100, $address)],
    'Unix datagrams' => [fn () => datagrams(Corio\SOCK_UNIX_DGRAM, $ports['unix_datagrams']), fn (Client $c) => $c->recv(-1)],
    'DTLS' => [fn () => new Client(Corio\SOCK_UDP | Corio\SSL), fn (Client $c) => $c->connect('127.0.0.1', $ports['silent_udp'])],
    'disableSSL' => [function () use ($ports) {
        $client = open($ports['no_ccc'], flags: Corio\SSL);
        $client->send("CCC\n");
        $client->recv();
        return $client;
    }, fn (Client $c) => $c->disableSSL()],
];
$actions = [
    'freed' => function () { }, // the last reference but that of the call itself is gone
    'close' => fn (Client $c) => $c->close(),
    'connect' => fn (Client $c) => $c->connect('127.0.0.1', $ports['echo']),
    'enableSSL' => fn (Client $c) => $c->enableSSL(),
    'recv' => fn (Client $c) => $c->recv(0.001),
    'set' => fn (Client $c) => $c->set(['timeout' => 1]),
    'cancel' => fn (Client $c, int $waiter) => Coroutine::cancel($waiter),
];

/** A result or an exception, without what differs from run to run. */
function shown(callable $call, ?Client $client): string
{
    try {
        $result = $call();
        $text = is_int($result) ? 'a number of bytes' : json_encode($result);
        return $text . ($result === false && $client ? " [$client->errCode]" : '');
    } catch (Error $e) {
        return get_class($e);
    } catch (Corio\Exception $e) {
        return str_contains($e->getMessage(), ' is in use by coroutine #') ? 'in use' : $e->getMessage();
    }
}

run(function () use ($waits, $actions) {
    foreach ($waits as $name => [$make, $wait]) {
        foreach ($actions as $action => $act) {
            $client = $make();
            $waiter = go(function (Client $own) use ($wait, &$outcome) {
                $outcome = 'still waits';
                $outcome = shown(fn () => $wait($own), $own);
            }, $client);
            System::sleep(0.005);
            $done = shown(fn () => $act($client, $waiter), $action === 'freed' ? null : $client);
            $client = $action === 'freed' ? null : $client;
            System::sleep(0.005);
            echo "$name, $action: $done; the wait: $outcome\n";
            if (Coroutine::exists($waiter)) {
                Coroutine::cancel($waiter);
                System::sleep(0.001);
            }
            Coroutine::exists($waiter) && print("  is not cancelled\n");
            $client?->close();
            unset($client);
        }
    }
});
gc_collect_cycles();
echo Coroutine::stats()['coroutine_num'], ' coroutines, ', Coroutine::stats()['event_num'], " sockets\n";
?>
--EXPECT--
connect, freed: null; the wait: still waits
connect, close: false [10019]; the wait: false [125]
connect, connect: in use; the wait: still waits
connect, enableSSL: in use; the wait: still waits
connect, recv: in use; the wait: still waits
connect, set: true; the wait: still waits
connect, cancel: true; the wait: false [125]
look-up, freed: null; the wait: still waits
look-up, close: false [10019]; the wait: false [125]
look-up, connect: in use; the wait: still waits
look-up, enableSSL: in use; the wait: still waits
look-up, recv: in use; the wait: still waits
look-up, set: true; the wait: still waits
look-up, cancel: true; the wait: false [125]
handshake, freed: null; the wait: still waits
handshake, close: false [10019]; the wait: false [125]
handshake, connect: in use; the wait: still waits
handshake, enableSSL: in use; the wait: still waits
handshake, recv: in use; the wait: still waits
handshake, set: true; the wait: still waits
handshake, cancel: true; the wait: false [125]
enableSSL, freed: null; the wait: still waits
enableSSL, close: false [10019]; the wait: false [125]
enableSSL, connect: in use; the wait: still waits
enableSSL, enableSSL: in use; the wait: still waits
enableSSL, recv: in use; the wait: still waits
enableSSL, set: true; the wait: still waits
enableSSL, cancel: true; the wait: false [125]
ssl_starttls, freed: null; the wait: still waits
ssl_starttls, close: false [10019]; the wait: false [125]
ssl_starttls, connect: in use; the wait: still waits
ssl_starttls, enableSSL: in use; the wait: still waits
ssl_starttls, recv: in use; the wait: still waits
ssl_starttls, set: true; the wait: still waits
ssl_starttls, cancel: true; the wait: false [125]
proxy, freed: null; the wait: still waits
proxy, close: false [10019]; the wait: false [125]
proxy, connect: in use; the wait: still waits
proxy, enableSSL: in use; the wait: still waits
proxy, recv: in use; the wait: still waits
proxy, set: true; the wait: still waits
proxy, cancel: true; the wait: false [125]
send, freed: null; the wait: still waits
send, close: false [10019]; the wait: a number of bytes
send, connect: in use; the wait: still waits
send, enableSSL: in use; the wait: still waits
send, recv: false [110]; the wait: still waits
send, set: true; the wait: still waits
send, cancel: true; the wait: a number of bytes
recv, freed: null; the wait: still waits
recv, close: false [10019]; the wait: false [125]
recv, connect: in use; the wait: still waits
recv, enableSSL: in use; the wait: still waits
recv, recv: in use; the wait: still waits
recv, set: true; the wait: still waits
recv, cancel: true; the wait: false [125]
packet, freed: null; the wait: still waits
packet, close: false [10019]; the wait: false [125]
packet, connect: in use; the wait: still waits
packet, enableSSL: in use; the wait: still waits
packet, recv: in use; the wait: still waits
packet, set: true; the wait: still waits
packet, cancel: true; the wait: false [125]
recv over TLS, freed: null; the wait: still waits
recv over TLS, close: false [10019]; the wait: false [125]
recv over TLS, connect: in use; the wait: still waits
recv over TLS, enableSSL: in use; the wait: still waits
recv over TLS, recv: in use; the wait: still waits
recv over TLS, set: true; the wait: still waits
recv over TLS, cancel: true; the wait: false [125]
sendfile, freed: null; the wait: still waits
sendfile, close: false [10019]; the wait: false [125]
sendfile, connect: in use; the wait: still waits
sendfile, enableSSL: in use; the wait: still waits
sendfile, recv: false [110]; the wait: still waits
sendfile, set: true; the wait: still waits
sendfile, cancel: true; the wait: false [125]
UDP, freed: null; the wait: still waits
UDP, close: false [10019]; the wait: false [125]
UDP, connect: in use; the wait: still waits
UDP, enableSSL: in use; the wait: still waits
UDP, recv: in use; the wait: still waits
UDP, set: true; the wait: still waits
UDP, cancel: true; the wait: false [125]
recvfrom, freed: null; the wait: still waits
recvfrom, close: false [10019]; the wait: false [125]
recvfrom, connect: in use; the wait: still waits
recvfrom, enableSSL: in use; the wait: still waits
recvfrom, recv: in use; the wait: still waits
recvfrom, set: true; the wait: still waits
recvfrom, cancel: true; the wait: false [125]
Unix datagrams, freed: null; the wait: still waits
Unix datagrams, close: false [10019]; the wait: false [125]
Unix datagrams, connect: in use; the wait: still waits
Unix datagrams, enableSSL: in use; the wait: still waits
Unix datagrams, recv: in use; the wait: still waits
Unix datagrams, set: true; the wait: still waits
Unix datagrams, cancel: true; the wait: false [125]
DTLS, freed: null; the wait: still waits
DTLS, close: false [10019]; the wait: false [125]
DTLS, connect: in use; the wait: still waits
DTLS, enableSSL: in use; the wait: still waits
DTLS, recv: in use; the wait: still waits
DTLS, set: true; the wait: still waits
DTLS, cancel: true; the wait: false [125]
disableSSL, freed: null; the wait: still waits
disableSSL, close: false [10019]; the wait: false [125]
disableSSL, connect: in use; the wait: still waits
disableSSL, enableSSL: in use; the wait: still waits
disableSSL, recv: in use; the wait: still waits
disableSSL, set: true; the wait: still waits
disableSSL, cancel: true; the wait: false [125]
0 coroutines, 0 sockets

--TEST--
client: cancel() ends look-up, connect, STARTTLS dialogue, handshake, upgrade, recv and send; errMsg says who did it and in which phase [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
[$tarpit, $closed, $slow] = [server('tarpit'), server('tarpit', accept: false), server('slow_reader')];
$proxy = ['socks5_host' => '127.0.0.1', 'socks5_port' => $tarpit->port];
$dns = ['dns_servers' => [stream_socket_get_name($silent, false)], 'dns_timeout' => 30];

function masked(string $text): string
{
    return preg_replace(['/127\.0\.0\.1:\d+/', '/#\d+/'], ['HOST', '#N'], $text);
}

/** Waits until a coroutine waits for what `$text` says, and prints how that is told. */
function until_it_waits(int $cid, string $text): void
{
    do {
        System::sleep(0.005);
        ob_start();
        Coroutine::printBackTrace($cid);
        $told = strtok(ob_get_clean(), "\n");
    } while (!str_contains($told, $text));
    echo masked(preg_replace('/ at .*/', '', $told)), "\n";
}

/** The next wait is the one to cancel. */
$is_at_last_wait = false;

/** What a client does until it is cancelled when it waits for `$last`, without and with an exception. */
function cancelled(string $what, string $last, int $type, array $settings, string $host, int $port, ?Closure $then = null): void
{
    $wait = function (Client $client) use ($host, $port, $then) {
        global $is_at_last_wait;
        $is_at_last_wait = !$then;
        $result = $client->connect($host, $port);
        $is_at_last_wait = true;
        return $result && $then ? $then($client) : $result;
    };
    no_descriptor_left(function () use ($what, $last, $type, $settings, $wait) {
        global $is_at_last_wait;
        foreach ([false, true] as $throw) {
            $client = new Client($type);
            $client->set($settings + ['timeout' => -1]);
            $cid = go(function () use ($client, $wait, $what) {
                try {
                    $result = $wait($client);
                    if ($client->errCode === 125) {
                        $shown = is_int($result) ? ($result > 0 ? 'a part was sent' : $result) : json_encode($result);
                        echo "$what: $shown [$client->errCode] ", masked($client->errMsg);
                        echo $client->connected ? ', open' : ', closed', "\n";
                        // One shot: the next call is a new one.
                        $client->close();
                        var_dump($client->connect('127.0.0.1', refused_port(), 0.2), $client->errCode);
                    }
                } catch (CanceledException $e) {
                    echo "$what: {$e->getMessage()}", $client->connected ? ', open' : ', closed', "\n";
                    $client->close();
                }
            });
            while (!$is_at_last_wait) {
                System::sleep(0.005);
            }
            until_it_waits($cid, $last);
            var_dump(Coroutine::cancel($cid, $throw));
            Coroutine::join([$cid]);
        }
        return $client;
    });
}

run(function () use ($tarpit, $closed, $slow, $proxy, $dns) {
    $tls = Corio\SOCK_TCP | Corio\SSL;
    cancelled('look-up', 'connect() (a.test.:25, resolve)', Corio\SOCK_TCP, $dns, 'a.test.', 25);
    cancelled('connect', ', connect)', Corio\SOCK_TCP, [], '127.0.0.1', $closed->port);
    cancelled('proxy', ', proxy)', Corio\SOCK_TCP, $proxy, '127.0.0.1', 25);
    cancelled('dialogue', ', starttls)', Corio\SOCK_TCP, ['ssl_starttls' => 'smtp'], '127.0.0.1', $tarpit->port);
    cancelled('handshake', ', handshake)', $tls, [], '127.0.0.1', $tarpit->port);
    cancelled('upgrade', 'enableSSL() (', Corio\SOCK_TCP, [], '127.0.0.1', $tarpit->port, fn ($client) => $client->enableSSL());
    cancelled('recv', 'recv() (', Corio\SOCK_TCP, [], '127.0.0.1', $tarpit->port, fn ($client) => $client->recv());
    cancelled('recv of a packet', 'recv() (', Corio\SOCK_TCP, ['open_eof_split' => true, 'package_eof' => "\n"], '127.0.0.1', $tarpit->port, fn ($client) => $client->recv());
    cancelled('send', 'send() (', Corio\SOCK_TCP, [], '127.0.0.1', $slow->port, function ($client) {
        global $is_at_last_wait;
        $is_at_last_wait = false;
        while ($client->send(str_repeat('x', 1 << 20), 0.05) !== false);
        $is_at_last_wait = true;
        return $client->send('y', -1);
    });
    cancelled('send of much', 'send() (', Corio\SOCK_TCP, [], '127.0.0.1', $slow->port, fn ($client) => $client->send(str_repeat('x', 32 << 20)));
});
?>
--EXPECT--
coroutine #N waits for connect() (a.test.:25, resolve)
look-up: false [125] resolve a.test.:25 failed: cancelled by coroutine #N, closed
bool(false)
int(111)
bool(true)
coroutine #N waits for connect() (a.test.:25, resolve)
look-up: cancelled by coroutine #1, closed
bool(true)
no descriptor left
coroutine #N waits for connect() (HOST, connect)
connect: false [125] connect to HOST failed: cancelled by coroutine #N, closed
bool(false)
int(111)
bool(true)
coroutine #N waits for connect() (HOST, connect)
connect: cancelled by coroutine #1, closed
bool(true)
no descriptor left
coroutine #N waits for connect() (HOST, proxy)
proxy: false [125] connect to HOST failed: cancelled by coroutine #N, closed
bool(true)
bool(false)
int(110)
coroutine #N waits for connect() (HOST, proxy)
proxy: cancelled by coroutine #1, closed
bool(true)
no descriptor left
coroutine #N waits for connect() (HOST, starttls)
dialogue: false [125] STARTTLS dialogue with HOST failed: cancelled by coroutine #N, closed
bool(false)
int(111)
bool(true)
coroutine #N waits for connect() (HOST, starttls)
dialogue: cancelled by coroutine #1, closed
bool(true)
no descriptor left
coroutine #N waits for connect() (HOST, handshake)
handshake: false [125] TLS handshake with HOST failed: cancelled by coroutine #N, closed
bool(false)
int(111)
bool(true)
coroutine #N waits for connect() (HOST, handshake)
handshake: cancelled by coroutine #1, closed
bool(true)
no descriptor left
coroutine #N waits for enableSSL() (HOST, handshake)
upgrade: false [125] TLS handshake with HOST failed: cancelled by coroutine #N, closed
bool(false)
int(111)
bool(true)
coroutine #N waits for enableSSL() (HOST, handshake)
upgrade: cancelled by coroutine #1, closed
bool(true)
no descriptor left
coroutine #N waits for recv() (HOST)
recv: false [125] receive from HOST failed: cancelled by coroutine #N, open
bool(false)
int(111)
bool(true)
coroutine #N waits for recv() (HOST)
recv: cancelled by coroutine #1, open
bool(true)
no descriptor left
coroutine #N waits for recv() (HOST)
recv of a packet: false [125] receive from HOST failed: cancelled by coroutine #N, open
bool(false)
int(111)
bool(true)
coroutine #N waits for recv() (HOST)
recv of a packet: cancelled by coroutine #1, open
bool(true)
no descriptor left
coroutine #N waits for send() (HOST)
send: false [125] send to HOST failed: cancelled by coroutine #N, open
bool(false)
int(111)
bool(true)
coroutine #N waits for send() (HOST)
send: cancelled by coroutine #1, open
bool(true)
no descriptor left
coroutine #N waits for send() (HOST)
send of much: a part was sent [125] send to HOST failed: cancelled by coroutine #N, open
bool(false)
int(111)
bool(true)
coroutine #N waits for send() (HOST)
send of much: cancelled by coroutine #1, open
bool(true)
no descriptor left

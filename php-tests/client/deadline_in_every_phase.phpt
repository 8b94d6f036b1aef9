--TEST--
client: the setting deadline ends look-up, connect, handshake, recv and send with 110 and phase "deadline" [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;

$silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
[$tarpit, $closed, $slow] = [server('tarpit'), server('tarpit', accept: false), server('slow_reader')];
$settings = ['deadline' => 0.2, 'connect_timeout' => -1, 'read_timeout' => -1, 'write_timeout' => -1, 'throw' => true];

function in_time(string $what, array $settings, string $host, int $port, int $type, ?callable $then = null): Client
{
    $client = new Client($type);
    $client->set($settings);
    echo "$what: ";
    timed($settings['deadline'], $settings['deadline'] + 10, function () use ($client, $host, $port, $then) {
        try {
            $client->connect($host, $port) && $then && $then($client);
        } catch (Corio\TimeoutException $e) {
            echo "{$e->getCode()} $e->phase {$e->getMessage()}\n", $client->connected ? 'open' : 'closed', ', ';
        }
    });
    return $client;
}

no_descriptor_left(function () use ($silent, $tarpit, $closed, $slow, $settings) {
    $server = stream_socket_get_name($silent, false);
    in_time('look-up', $settings + ['dns_servers' => [$server], 'dns_timeout' => 9], 'a.test.', 25, Corio\SOCK_TCP);
    in_time('connect', $settings, '127.0.0.1', $closed->port, Corio\SOCK_TCP);
    in_time('handshake', $settings, '127.0.0.1', $tarpit->port, Corio\SOCK_TCP | Corio\SSL);
    in_time('upgrade', $settings, '127.0.0.1', $tarpit->port, Corio\SOCK_TCP, fn ($client) => $client->enableSSL());
    in_time('recv', $settings, '127.0.0.1', $tarpit->port, Corio\SOCK_TCP, fn ($client) => $client->recv());
    // A machine that is slow may not come to the send in time: then there is nothing of it to be seen.
    for ($deadline = 0.2, $sent = 0; $sent === 0 && $deadline < 20; $deadline *= 4) {
        ob_start();
        $client = in_time('send', compact('deadline') + $settings, '127.0.0.1', $slow->port, Corio\SOCK_TCP, function ($client) use (&$sent) {
            // What the kernel took of it counts as sent.
            $sent = $client->send(str_repeat('x', 32 << 20));
            var_dump($sent < 32 << 20, $client->connected);
            echo "$client->errCode $client->errMsg\n";
        });
        $said = ob_get_clean();
    }
    echo $said;
    return $client;
});
?>
--EXPECTF--
look-up: 110 deadline conversation with a.test.:25 failed: "a.test" was not resolved within 0.2 s (127.0.0.1:%d asked 2 times (A and AAAA): no answer yet)
closed, in time
connect: 110 deadline conversation with 127.0.0.1:%d failed: timed out after 0.2 s
closed, in time
handshake: 110 deadline conversation with 127.0.0.1:%d failed: timed out after 0.2 s
closed, in time
upgrade: 110 deadline conversation with 127.0.0.1:%d failed: timed out after 0.2 s
closed, in time
recv: 110 deadline conversation with 127.0.0.1:%d failed: timed out after 0.2 s
closed, in time
send: bool(true)
bool(false)
110 conversation with 127.0.0.1:%d failed: timed out after %f s
in time
no descriptor left

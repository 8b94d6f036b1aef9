--TEST--
settings: open_tcp_nodelay and socket_buffer_size are seen on the socket; who blocks or is called back sends at once by default
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

$port = server('echo')->port;
$look = function (object $client, array $settings) use ($port): void {
    $settings === [] || $client->set($settings);
    $show = function (object $client) use ($settings): void {
        $option = fn (int $level, int $option) => socket_get_option($client->getSocket(), $level, $option);
        echo get_class($client), ' ', json_encode($settings), ': ', $option(SOL_TCP, TCP_NODELAY) ? 'at once' : 'collected';
        // Linux counts its own bookkeeping in, and so doubles what it is given.
        echo isset($settings['socket_buffer_size'])
            ? ', ' . $option(SOL_SOCKET, SO_SNDBUF) / 2 . ', ' . $option(SOL_SOCKET, SO_RCVBUF) / 2 : '', "\n";
        $client->close();
    };
    if ($client instanceof Corio\Async\Client) {
        foreach (['receive', 'error', 'close'] as $event) {
            $client->on($event, fn () => null);
        }
        $client->on('connect', $show);
        Corio\Coroutine\run(fn () => $client->connect('127.0.0.1', $port));
    } else {
        $client->connect('127.0.0.1', $port);
        $show($client);
    }
};
foreach ([[], ['open_tcp_nodelay' => true], ['open_tcp_nodelay' => false], ['socket_buffer_size' => '64K'], ['socket_buffer_size' => 70000]] as $settings) {
    $look(new Corio\Client(Corio\SOCK_TCP), $settings);
    $look(new Corio\Async\Client(Corio\SOCK_TCP), $settings);
}
?>
--EXPECT--
Corio\Client []: at once
Corio\Async\Client []: at once
Corio\Client {"open_tcp_nodelay":true}: at once
Corio\Async\Client {"open_tcp_nodelay":true}: at once
Corio\Client {"open_tcp_nodelay":false}: collected
Corio\Async\Client {"open_tcp_nodelay":false}: collected
Corio\Client {"socket_buffer_size":"64K"}: at once, 65536, 65536
Corio\Async\Client {"socket_buffer_size":"64K"}: at once, 65536, 65536
Corio\Client {"socket_buffer_size":70000}: at once, 70000, 70000
Corio\Async\Client {"socket_buffer_size":70000}: at once, 70000, 70000

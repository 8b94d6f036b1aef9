<?php
/*
 * An echo server that is none of TCP: 'kind' is udp (at 'address') or unix (a stream, at 'path').
 * A datagram "BIG n" is answered by n bytes, "EMPTY" by an empty one.
 */

require __DIR__ . '/_peer.php';

$options = options(['kind' => 'udp', 'address' => '127.0.0.1']);
$path = sys_get_temp_dir() . '/corio-peer-' . getmypid() . '.sock';

if ($options['kind'] === 'unix') {
    $listener = stream_socket_server("unix://$path", $code, $message) ?: fail($message);
    stream_set_blocking($listener, false);
    say(json_encode(['port' => 0, 'path' => $path]));
    spawn(function () use ($listener) {
        while (true) {
            wait_for($listener);
            while ($stream = @stream_socket_accept($listener, 0)) {
                spawn(function () use ($stream) {
                    $client = new Connection($stream);
                    while (($bytes = $client->read()) !== '' && $bytes !== 'END') {
                        $client->write($bytes);
                    }
                    $client->close();
                });
            }
        }
    });
} else {
    $socket = stream_socket_server("udp://$options[address]:0", $code, $message, STREAM_SERVER_BIND) ?: fail($message);
    stream_set_blocking($socket, false);
    say(json_encode(['port' => port_number($socket)]));
    spawn(function () use ($socket) {
        while (true) {
            wait_for($socket);
            $bytes = stream_socket_recvfrom($socket, 70000, 0, $sender);
            if (sscanf($bytes, 'BIG %d', $n) === 1) {
                $bytes = str_repeat('x', $n);
            } elseif ($bytes === 'EMPTY') {
                $bytes = '';
            }
            stream_socket_sendto($socket, $bytes, 0, $sender);
        }
    });
}
register_shutdown_function(fn () => @unlink($path));
run_until_stdin_closes();

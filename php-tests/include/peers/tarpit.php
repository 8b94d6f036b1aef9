<?php
/*
 * Never answers. 'accept' => false does not even finish the TCP handshake: the queue of the listener is full, so
 * the kernel drops what comes.
 */

require __DIR__ . '/_peer.php';

$options = options(['accept' => true]);

if ($options['accept']) {
    serve(function (Connection $client) {
        while ($client->read() !== '');
        $client->close();
    });
}

$listener = listen('127.0.0.1', 0);
$port = port_number($listener);
$queued = [];
for ($i = 0; $i < 4; $i++) {
    $queued[] = stream_socket_client("tcp://127.0.0.1:$port", flags: STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
}
say(json_encode(['port' => $port]));
run_until_stdin_closes();

<?php
/*
 * Stands before another peer ('to' is its port) and passes on what that one sends, one byte every 'every' seconds,
 * from the 'after'th byte on.
 */

require __DIR__ . '/_peer.php';

$options = options(['to' => 0, 'every' => 0.05, 'after' => 0]);

serve(function (Connection $client) use ($options) {
    $upstream = new Connection(stream_socket_client("tcp://127.0.0.1:$options[to]"));
    spawn(function () use ($client, $upstream) {
        while (($bytes = $client->read()) !== '') {
            $upstream->write($bytes);
        }
        $upstream->close();
    });
    $left = $options['after'];
    while (is_resource($upstream->stream) && ($bytes = $upstream->read()) !== '') {
        $client->write(substr($bytes, 0, $left));
        $slow = substr($bytes, $left);
        $left = max(0, $left - strlen($bytes));
        for ($i = 0; $i < strlen($slow); $i++) {
            pause($options['every']);
            $client->write($slow[$i]);
        }
    }
    $client->close();
});

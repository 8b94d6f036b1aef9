<?php
/*
 * Stands before another peer ('to' is its port), passes on everything, and prints the first bytes of each client in
 * hexadecimal.
 */

require __DIR__ . '/_peer.php';

$options = options(['to' => 0]);

serve(function (Connection $client) use ($options) {
    $upstream = new Connection(stream_socket_client("tcp://127.0.0.1:$options[to]"));
    spawn(function () use ($client, $upstream) {
        for ($first = true; ($bytes = $client->read()) !== ''; $first = false) {
            if ($first) {
                say(bin2hex($bytes));
            }
            $upstream->write($bytes);
        }
        $upstream->close();
    });
    while (($bytes = $upstream->read()) !== '') {
        $client->write($bytes);
    }
    $client->close();
});

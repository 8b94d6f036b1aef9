<?php
/*
 * Sends back what it gets. A chunk that begins with one of these words does something else:
 *   END    closes the connection
 *   RESET  resets it
 *   SEND n sends n bytes, then goes on
 */

require __DIR__ . '/_peer.php';

$options = options(['greeting' => '', 'address' => '127.0.0.1']);

serve(function (Connection $client) use ($options) {
    $client->write($options['greeting']);
    while (true) {
        $client->waitForBytes();
        if (stream_socket_recvfrom($client->stream, 5, STREAM_PEEK) === 'RESET') {
            break; // the unread word makes the kernel answer with a reset
        }
        $bytes = $client->read();
        if ($bytes === '' || str_starts_with($bytes, 'END')) {
            break;
        }
        $client->write(sscanf($bytes, 'SEND %d', $n) === 1 ? str_repeat('x', $n) : $bytes);
    }
    $client->close();
}, $options['address']);

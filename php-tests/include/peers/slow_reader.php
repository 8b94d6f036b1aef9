<?php
/*
 * Reads 'chunk' bytes every 'every' seconds; 'every' => 0 reads nothing at all.
 */

require __DIR__ . '/_peer.php';

$options = options(['chunk' => 1024, 'every' => 0.0]);

serve(function (Connection $client) use ($options) {
    stream_set_read_buffer($client->stream, 0);
    while ($options['every'] == 0 || !feof($client->stream)) {
        pause($options['every'] ?: 3600);
        fread($client->stream, $options['chunk']);
    }
    $client->close();
});

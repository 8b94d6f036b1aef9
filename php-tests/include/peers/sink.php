<?php
/*
 * Reads until the client has ended, 'chunk' bytes every 'every' seconds, and prints how many bytes came and, with
 * 'hash', their MD5.
 */

require __DIR__ . '/_peer.php';

$options = options(['chunk' => 65536, 'every' => 0.0, 'hash' => false]);

serve(function (Connection $client) use ($options) {
    stream_set_read_buffer($client->stream, 0);
    $hash = hash_init('md5');
    for ($total = 0; !feof($client->stream); ) {
        $options['every'] > 0 ? pause($options['every']) : wait_for($client->stream);
        $bytes = (string) @fread($client->stream, $options['chunk']);
        $total += strlen($bytes);
        hash_update($hash, $bytes);
    }
    say("got $total bytes" . ($options['hash'] ? ' ' . hash_final($hash) : ''));
    $client->close();
});

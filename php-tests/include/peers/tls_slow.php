<?php
/*
 * TLS from the first byte; waits 'every' seconds after each read, and prints the SHA-1 of everything at the end.
 */

require __DIR__ . '/_peer.php';

$options = options(['every' => 0.0]);
$context = tls_context('server');

serve(function (Connection $client) use ($options, $context) {
    $client->handshake($context);
    $hash = hash_init('sha1');
    while (($bytes = $client->read()) !== '') {
        hash_update($hash, $bytes);
        pause($options['every']);
    }
    say(hash_final($hash));
    $client->close();
});

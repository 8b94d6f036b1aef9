<?php
/*
 * Sends bytes in chosen pieces. 'pieces' is a list of hexadecimal strings, or of pairs of one and how often it is
 * repeated: each is a write (and under 'tls' a record)
 * of its own, after a pause of 'every' seconds, or, with 'on_demand', when the client has sent something.
 *
 * 'end' is what follows: 'close' (with close_notify under TLS), 'cut' (without), 'reset' (when the client has sent
 * something), or 'hold' (nothing).
 */

require __DIR__ . '/_peer.php';

$options = options(['pieces' => [], 'every' => 0.0, 'on_demand' => false, 'end' => 'close', 'tls' => false]);

serve(function (Connection $client) use ($options) {
    if ($options['tls'] && !$client->handshake(tls_context('server'))) {
        return;
    }
    foreach ($options['pieces'] as $piece) {
        if ($options['on_demand'] && $client->read() === '') {
            return;
        }
        if ($options['every'] > 0) {
            pause($options['every']);
        }
        [$bytes, $times] = (array) $piece + [1 => 1];
        $client->write(str_repeat(hex2bin($bytes), $times));
    }
    switch ($options['end']) {
        case 'cut':
            $client->cut();
            return;
        case 'reset':
            $client->waitForBytes();
            $client->close();
            return;
        case 'hold':
            while ($client->read() !== '');
    }
    $client->close();
});

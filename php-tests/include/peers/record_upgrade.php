<?php
/*
 * Reads a line of any length, slowly at first, then all that follows, and says whether the latter is TLS records only.
 */

require __DIR__ . '/_peer.php';

options([]);

serve(function (Connection $client) {
    pause(0.2);
    for ($all = ''; ($bytes = $client->read()) !== ''; $all .= $bytes);
    $end = strpos($all, "\n") + 1;
    $rest = substr($all, $end);
    while (strlen($rest) >= 5 && ord($rest[0]) >= 20 && ord($rest[0]) <= 23 && $rest[1] === "\x03") {
        $rest = substr($rest, 5 + unpack('n', $rest, 3)[1]);
    }
    say("$end bytes of plaintext, then " . ($rest === '' && strlen($all) > $end ? 'records only' : 'something else'));
    $client->close();
});

<?php
/*
 * A server that says the first of 'says' at once and each of the others after it has heard something. Prints what
 * it heard in between, as JSON, and after the last turn whether more came before the end of the stream.
 */

require __DIR__ . '/_peer.php';

$options = options(['says' => []]);

serve(function (Connection $client) use ($options) {
    foreach (array_values($options['says']) as $index => $words) {
        if ($index > 0) {
            $heard = $client->read();
            if ($heard === '') {
                break;
            }
            say(json_encode($heard, JSON_UNESCAPED_SLASHES));
        }
        $client->write($words);
    }
    for ($more = ''; ($bytes = $client->read()) !== ''; $more .= $bytes);
    say($more === '' ? 'nothing more' : 'more: ' . bin2hex(substr($more, 0, 3)));
    $client->close();
});

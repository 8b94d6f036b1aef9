<?php
/*
 * A proxy that behaves as it is told: it prints what each client says first, and answers with 'turns', one for each
 * time that the client speaks, each in hexadecimal. Then it holds the connection, and prints what the client says
 * after all, or closes it with 'then' => 'close'.
 *   'drip' => seconds   before each byte of an answer
 */

require __DIR__ . '/_peer.php';

$options = options(['turns' => [], 'then' => 'hold', 'drip' => 0]);

serve(function (Connection $client) use ($options) {
    foreach ($options['turns'] as $turn) {
        if (($bytes = $client->read()) === '') {
            return;
        }
        say(addcslashes($bytes, "\0..\37\"\\\177..\377"));
        foreach ($options['drip'] ? str_split(hex2bin($turn)) : [hex2bin($turn)] as $piece) {
            if ($options['drip']) {
                pause($options['drip']);
            }
            $client->write($piece);
        }
    }
    if ($options['then'] === 'hold') {
        while (($bytes = $client->read()) !== '') {
            say(addcslashes($bytes, "\0..\37\"\\\177..\377"));
        }
        say('the client has closed');
    }
    $client->close();
});

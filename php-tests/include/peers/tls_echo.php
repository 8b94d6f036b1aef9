<?php
/*
 * TLS from the first byte; sends back what it gets. Prints 'VERSION CIPHER client=CN' or 'handshake failed'.
 * A chunk that begins with END closes with close_notify, with CUT without, and SEND n sends n bytes.
 */

require __DIR__ . '/_peer.php';

$options = options([
    'cert' => 'server', 'chain' => true, 'client_ca' => '', 'protocols' => '', 'ciphers' => '', 'address' => '127.0.0.1',
]);
$context = tls_context($options['cert'], $options['chain'], $options['client_ca']);
if ($options['ciphers'] !== '') {
    $context['ciphers'] = $options['ciphers'];
}

serve(function (Connection $client) use ($options, $context) {
    if (!$client->handshake($context, tls_protocols($options['protocols']))) {
        say('handshake failed');
        $client->close();
        return;
    }
    say(tls_summary($client->stream));
    while (($bytes = $client->read()) !== '' && !str_starts_with($bytes, 'END')) {
        if (str_starts_with($bytes, 'CUT')) {
            $client->cut();
            return;
        }
        $client->write(sscanf($bytes, 'SEND %d', $n) === 1 ? str_repeat('x', $n) : $bytes);
    }
    $client->close();
}, $options['address']);

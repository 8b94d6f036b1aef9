<?php
/*
 * An SMTP-like server with STARTTLS. Prints 'VERSION CIPHER client=CN' or 'handshake failed' for each upgrade.
 *
 * 'after_220' is what follows the go-ahead:
 *   tls      the handshake
 *   inject   a plaintext reply in a segment of its own, as an attacker would send it; then the handshake
 *   garbage  a line of text instead of ServerHello
 *   alert    a fatal TLS alert (handshake_failure) instead of ServerHello
 *   stall    nothing
 *   record   nothing either; prints 'records only' if what came is TLS, else 'plaintext'
 *   reset    a reset as soon as ClientHello has arrived
 *   close    the end of the stream, likewise
 * 'end' is what follows QUIT: 'notify' (close_notify) or 'cut' (none).
 */

require __DIR__ . '/_peer.php';

$options = options([
    'cert' => 'server', 'chain' => true, 'client_ca' => '', 'protocols' => '', 'after_220' => 'tls', 'end' => 'notify',
]);

serve(function (Connection $client) use ($options) {
    $client->write("220 mail.test ESMTP\r\n");
    while (($line = $client->line()) !== null) {
        $command = strtoupper(strtok("$line ", ' '));
        if ($command === 'STARTTLS') {
            $client->write("220 go\r\n");
            if (!upgrade($client, $options)) {
                break;
            }
        } elseif ($command === 'QUIT') {
            $client->write("221 bye\r\n");
            $options['end'] === 'cut' ? $client->cut() : $client->close();
            return;
        } else {
            $client->write($command === 'EHLO' ? "250-mail.test\r\n250 STARTTLS\r\n" : "250 OK\r\n");
        }
    }
    $client->close();
});

/** Whether nothing stands between or behind the TLS records. */
function only_records(string $bytes): bool
{
    while (strlen($bytes) >= 5 && ord($bytes[0]) >= 20 && ord($bytes[0]) <= 23 && $bytes[1] === "\x03") {
        $bytes = substr($bytes, 5 + unpack('n', $bytes, 3)[1]);
    }
    return $bytes === '';
}

function upgrade(Connection $client, array $options): bool
{
    switch ($options['after_220']) {
        case 'inject':
            pause(0.02);
            $client->write("250 injected\r\n");
            break;
        case 'garbage':
            $client->read();
            $client->write("this is no ServerHello\r\n");
            $client->read();
            return false;
        case 'alert':
            $client->read();
            $client->write("\x15\x03\x03\x00\x02\x02\x28");
            return false;
        case 'stall':
            while ($client->read() !== '');
            return false;
        case 'record':
            for ($all = ''; ($bytes = $client->read()) !== ''; $all .= $bytes);
            say($all !== '' && only_records($all) ? 'records only' : 'plaintext');
            return false;
        case 'reset':
            $client->waitForBytes();
            return false;
        case 'close':
            $client->read();
            return false;
    }
    $context = tls_context($options['cert'], $options['chain'], $options['client_ca']);
    $done = $client->handshake($context, tls_protocols($options['protocols']));
    say($done ? tls_summary($client->stream) : 'handshake failed');
    return $done;
}

<?php
/*
 * One SMTP session that is upgraded to TLS in the middle (STARTTLS), with the server's certificate verified.
 *
 *     php -d extension=corio examples/03_starttls.php
 *
 * Expected output:
 *
 *     S: 220 mail.localhost ESMTP ready
 *     C: EHLO client.localhost
 *     S: 250-mail.localhost
 *     S: 250 STARTTLS
 *     C: STARTTLS
 *     S: 220 go ahead
 *        encrypted: TLSv1..., verified for localhost
 *     C: EHLO client.localhost
 *     S: 250-mail.localhost
 *     S: 250 AUTH PLAIN
 *     C: QUIT
 *     S: 221 goodbye
 */

use Corio\Coroutine\Client;

// A mail server for this run; it prints its port, and the CA that has signed its certificate.
$process = proc_open([PHP_BINARY, '-n', __DIR__ . '/_mail_server.php'], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
$server = json_decode(fgets($pipes[1]), true);

$client = new Client(Corio\SOCK_TCP);
$client->set(['ssl_cafile' => $server['ca'], 'timeout' => 10.0]); // without ssl_cafile: the system's CAs

$client->connect('localhost', $server['port']) || throw new RuntimeException($client->errMsg);
reply($client);
command($client, 'EHLO client.localhost');
command($client, 'STARTTLS');

// The certificate has to be for the name that connect() was given, and its chain has to lead to a trusted CA.
// If it is not, the connection is closed.
$client->enableSSL() || throw new RuntimeException($client->errMsg);
echo '   encrypted: ', $client->getTlsInfo()['version'], ", verified for localhost\n";

command($client, 'EHLO client.localhost'); // what the server said before the upgrade does not count
command($client, 'QUIT');

function command(Client $client, string $line): void
{
    echo "C: $line\n";
    $client->send("$line\r\n") || throw new RuntimeException($client->errMsg);
    reply($client);
}

/** Reads one reply: lines `250-…`, the last one `250 …`. */
function reply(Client $client): void
{
    for ($reply = ''; !preg_match('/^\d{3} .*\r\n\z/m', $reply); $reply .= $received) {
        ($received = (string) $client->recv()) !== '' || throw new RuntimeException("no reply: $client->errMsg");
    }
    echo preg_replace('/^/m', 'S: ', rtrim(str_replace("\r", '', $reply))), "\n";
}

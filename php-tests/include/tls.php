<?php
/*
 * Connections with TLS from the first byte on, to peers that echo lines.
 */

use Corio\Coroutine\Client;

const TLS = Corio\SOCK_TCP | Corio\SSL;

/** A client of the peer that trusts the test CA. */
function tls_client(Server $peer, array $settings = [], string $host = 'localhost'): Client
{
    return connected($peer->port, $settings + ['ssl_cafile' => pki_ca()], $host, TLS);
}

/** Sends one line and returns what comes back: with TLS 1.3 the session tickets come with it. */
function tls_line(Client $client, string $line): string
{
    $client->send("$line\n");
    return rtrim(receive_until($client, '/\n\z/'));
}

/** Connects, echoes a line, closes; whether the session was an earlier one's. */
function tls_resumes(Server $peer, array $settings = [], string $host = 'localhost'): string
{
    $client = tls_client($peer, $settings, $host);
    tls_line($client, 'hello');
    $resumed = $client->getTlsInfo()['resumed'];
    $client->close();
    return $resumed ? 'resumed' : 'full';
}

/** Tries to connect, and prints what getTlsInfo() says under `$keys`, or the error. */
function print_tls(Server $peer, array $settings, string ...$keys): void
{
    $client = new Client(TLS);
    if (!$client->set($settings + ['ssl_cafile' => pki_ca()]) || !$client->connect('localhost', $peer->port)) {
        echo "$client->errCode ", preg_replace('/localhost:\d+/', 'peer', $client->errMsg), "\n";
        return;
    }
    echo implode(' ', array_map(fn ($key) => json_encode($client->getTlsInfo()[$key]), $keys)), "\n";
}

/** Prints the message of what set() throws. */
function print_misuse(array ...$settings): void
{
    $client = new Client(TLS);
    try {
        foreach ($settings as $values) {
            $client->set($values);
        }
        echo "accepted\n";
    } catch (Corio\Exception $e) {
        echo $e->getMessage(), "\n";
    }
}

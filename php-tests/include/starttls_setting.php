<?php
/*
 * The setting `ssl_starttls` against the real servers of starttls.php: connect() does everything.
 */

require_once __DIR__ . '/starttls.php';

use Corio\Coroutine\Client;

/** A client that has tried to connect with the dialogue of `$protocol`. */
function starttls_by_setting(string $protocol, Server $server, array $settings = []): Client
{
    $client = new Client(Corio\SOCK_TCP);
    $client->set($settings + ['ssl_cafile' => pki_ca(), 'ssl_starttls' => $protocol, 'ssl_starttls_name' => 'localhost']);
    $client->connect('localhost', $server->port);
    return $client;
}

/** Prints the server, the version of TLS and what the protected session proves. */
function print_upgrade_by_setting(string $protocol, Server $server): void
{
    $client = starttls_by_setting($protocol, $server);
    if (!$client->connected) {
        print_result(false, $client);
        return;
    }
    $info = $client->getTlsInfo();
    echo STARTTLS_SERVERS[$protocol][0], ": {$info['starttls']['protocol']} $info[version]\n";
    echo starttls_exchange($protocol, $client, $info['starttls']['greeting']), "\n";
    $client->close();
}

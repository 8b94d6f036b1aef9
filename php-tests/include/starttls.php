<?php
/*
 * Every protocol with an upgrade to TLS: its real server, and how to talk to it.
 *
 *     $server = starttls_server('imap');                       // options: cert, tls: false, and the peer's own
 *     $client = connected($server->port, ['ssl_cafile' => pki_ca()], 'localhost');
 *     $greeting = starttls_go_ahead('imap', $client);          // the plaintext dialogue, written by hand
 *     $client->enableSSL();
 *     echo starttls_exchange('imap', $client, $greeting);      // proves the protected session
 */

require_once __DIR__ . '/server.php';
require_once __DIR__ . '/starttls_dialogues.php';

use Corio\Coroutine\Client;

/** Protocol => peer, and the options that it always gets. */
const STARTTLS_SERVERS = [
    'smtp'     => ['postfix', []],
    'lmtp'     => ['dovecot', ['protocols' => ['lmtp']]],
    'imap'     => ['dovecot', ['protocols' => ['imap']]],
    'pop3'     => ['dovecot', ['protocols' => ['pop3']]],
    'sieve'    => ['dovecot', ['protocols' => ['sieve']]],
    'ftp'      => ['vsftpd', []],
    'nntp'     => ['inn', []],
    'xmpp'     => ['prosody', []],
    'ldap'     => ['slapd', []],
    'postgres' => ['postgres', []],
    'mysql'    => ['mariadb', []],
    'irc'      => ['inspircd', []],
    'nats'     => ['nats', []],
];

/** The real server of a protocol; it refuses to upgrade with `tls: false`. */
function starttls_server(string $protocol, mixed ...$options): Server
{
    [$peer, $fixed] = STARTTLS_SERVERS[$protocol];
    return Server::launch($peer, $options + $fixed)->ready();
}

/** All of them by protocol, started side by side. */
function starttls_servers(mixed ...$options): array
{
    $launch = fn (array $server) => Server::launch($server[0], $options + $server[1]);
    return array_map(fn (Server $server) => $server->ready(), array_map($launch, STARTTLS_SERVERS));
}

/** A client that may begin its handshake, and the greeting that it got in plaintext. */
function starttls_connected(string $protocol, Server $server, array $settings = []): array
{
    $client = connected($server->port, $settings + ['ssl_cafile' => pki_ca()], 'localhost');
    return [$client, starttls_go_ahead($protocol, $client)];
}

/** Upgrades by hand, and prints the server, the version of TLS and what the protected session proves. */
function print_upgrade_by_hand(string $protocol, Server $server): void
{
    [$client, $greeting] = starttls_connected($protocol, $server);
    if (!$client->enableSSL()) {
        print_result(false, $client);
        return;
    }
    echo STARTTLS_SERVERS[$protocol][0], ': ', $client->getTlsInfo()['version'], "\n";
    echo starttls_exchange($protocol, $client, $greeting), "\n";
    $client->close();
}

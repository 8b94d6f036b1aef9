<?php
/*
 * A Dovecot of the test's own: `dovecot()->imap` and `dovecot()->pop3` are ports that offer STARTTLS and STLS.
 * Any user may log in with the password 'secret', after the upgrade only.
 */

require_once __DIR__ . '/server.php';

use Corio\Coroutine\Client;

function dovecot(string $cert = 'server'): Server
{
    return server('dovecot', cert: $cert);
}

/** Sends one IMAP command and returns all lines up to the one with its tag. */
function imap(Client $client, string $command): string
{
    $client->send("a1 $command\r\n");
    return receive_until($client, '/^a1 .*\r\n\z/m');
}

/** A client that has read the go-ahead of IMAP's STARTTLS. */
function imap_starttls(int $port, array $settings, string $host = 'localhost'): Client
{
    $client = connected($port, $settings, $host);
    receive_until($client, '/\r\n\z/');
    imap($client, 'STARTTLS');
    return $client;
}

/** Sends one POP3 command and returns its reply of one line. */
function pop3(Client $client, string $command): string
{
    $client->send("$command\r\n");
    return receive_until($client, '/\r\n\z/');
}

/** A client that has read the go-ahead of POP3's STLS. */
function pop3_stls(int $port, array $settings, string $host = 'localhost'): Client
{
    $client = connected($port, $settings, $host);
    receive_until($client, '/\r\n\z/');
    pop3($client, 'STLS');
    return $client;
}

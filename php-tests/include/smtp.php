<?php
/*
 * The few words of SMTP that a test of STARTTLS needs.
 */

use Corio\Coroutine\Client;

/** Reads one reply, which may have several lines. */
function smtp_reply(Client $client): string
{
    return receive_until($client, '/^\d{3} .*\r\n\z/m');
}

/** Sends one command and returns its reply. */
function smtp(Client $client, string $command): string
{
    $client->send("$command\r\n");
    return smtp_reply($client);
}

/** A client that has read the go-ahead of STARTTLS: the next call is enableSSL(). */
function smtp_starttls(int $port, array $settings = [], string $host = 'localhost'): Client
{
    $client = connected($port, $settings, $host);
    smtp_reply($client);
    smtp($client, 'EHLO client.test');
    smtp($client, 'STARTTLS');
    return $client;
}

/** Upgrades, proves it with one more command, and prints the outcome. */
function print_upgrade(Client $client, ?float $timeout = null): Client
{
    if ($client->enableSSL($timeout)) {
        smtp($client, 'EHLO client.test');
        echo "secured\n";
    } else {
        echo "refused [$client->errCode] $client->errMsg\n";
    }
    return $client;
}

<?php
/*
 * The few words of SMTP that a test of STARTTLS needs.
 */

use Corio\Coroutine\Client;

/** Reads one reply, which may have several lines and arrive in pieces. */
function smtp_reply(Client $client): string
{
    $reply = '';
    while (!preg_match('/^\d{3} .*\r\n\z/m', $reply)) {
        $chunk = $client->recv();
        if ($chunk === false || $chunk === '') {
            throw new RuntimeException("no SMTP reply: [$client->errCode] $client->errMsg");
        }
        $reply .= $chunk;
    }
    return $reply;
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
    $client = new Client(Corio\SOCK_TCP);
    if ($settings !== [] && !$client->set($settings)) {
        throw new RuntimeException("set: [$client->errCode] $client->errMsg");
    }
    if (!$client->connect($host, $port)) {
        throw new RuntimeException("connect: [$client->errCode] $client->errMsg");
    }
    smtp_reply($client);
    smtp($client, 'EHLO client.test');
    smtp($client, 'STARTTLS');
    return $client;
}

/** Upgrades and prints the outcome: the TLS version, or code and message of the refusal. */
function print_upgrade(Client $client, ?float $timeout = null): Client
{
    if ($client->enableSSL($timeout)) {
        echo 'secured: ', strstr(smtp($client, 'EHLO client.test'), "\r\n", true), "\n";
    } else {
        echo "refused [$client->errCode]: $client->errMsg\n";
    }
    return $client;
}

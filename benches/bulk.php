<?php
/**
 * Receives or sends MIB MiB, 64 KiB in each call; over TLS if CA_FILE is named.
 *
 * It asks in one message, "receive N" or "send N". The server sends N bytes and closes, or repeats the message
 * when it has taken N bytes.
 */
declare(strict_types=1);

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

/** What one call sends or asks for (see CHUNK in src/bulk.rs). */
const CHUNK = 65536;

[$direction] = array_splice($argv, 1, 1) + [''];
[$ca_file] = array_splice($argv, 3, 1) + [null];
in_array($direction, ['receive', 'send'], true) || fail('usage: bulk.php receive|send MIB PORT [CA_FILE]');
[$mib, $port] = arguments('MIB', 'PORT');

function receive(Client $client): int
{
    $received = 0;
    while (($data = $client->recv(CHUNK)) !== '') {
        is_string($data) || fail_with($client, 'recv');
        $received += strlen($data);
    }
    return $received;
}

function send(Client $client, int $bytes, string $message): int
{
    $chunk = str_repeat('x', CHUNK);
    for ($sent = 0; $sent < $bytes; $sent += CHUNK) {
        $client->send($chunk) === CHUNK || fail_with($client, 'send');
    }
    finish_reply($client, $client->recv(), $message);
    return $sent;
}

run(static function () use ($direction, $mib, $port, $ca_file): void {
    $client = new Client($ca_file === null ? Corio\SOCK_TCP : Corio\SOCK_TCP | Corio\SSL);
    $ca_file === null || $client->set(tls_settings($ca_file));
    $client->connect('127.0.0.1', $port, TIMEOUT) || fail_with($client, 'connect');
    $bytes = $mib << 20;
    $message = str_pad("$direction $bytes", MESSAGE, '.');
    $clock = new Stopwatch();
    $client->send($message) === MESSAGE || fail_with($client, 'send');
    $done = $direction === 'receive' ? receive($client) : send($client, $bytes, $message);
    $result = $clock->stop($mib);
    $done === $bytes || fail("$done bytes instead of $bytes");
    report($result);
});

<?php
/**
 * Holds CONNECTIONS to the echo server, each after one round trip, and tells how many bytes each keeps resident;
 * over TLS if CA_FILE is named.
 */
declare(strict_types=1);

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

/** Connections made before the memory is first looked at: what all share is there then. */
const FIRST = 50;

[$ca_file] = array_splice($argv, 3, 1) + [null];
[$connections, $port] = arguments('CONNECTIONS', 'PORT');

run(static function () use ($connections, $port, $ca_file): void {
    $settings = $ca_file === null ? [] : ['ssl_session_reuse' => false] + tls_settings($ca_file);
    $clients = [];
    $before = 0;
    for ($number = 0; $number < FIRST + $connections; $number++) {
        if ($number === FIRST) {
            $before = resident();
        }
        $client = new Client($ca_file === null ? Corio\SOCK_TCP : Corio\SOCK_TCP | Corio\SSL);
        $ca_file === null || $client->set($settings);
        $client->connect('127.0.0.1', $port, TIMEOUT) || fail_with($client, 'connect');
        $request = request($number);
        $client->send($request) === MESSAGE || fail_with($client, 'send');
        finish_reply($client, $client->recv(), $request);
        // A look at what has come, in vain, as by whoever waits for more.
        $client->peek(1) === false || fail('more came than was sent');
        $clients[] = $client;
    }
    report(['operations' => $connections, 'bytes_each' => intdiv(resident() - $before, $connections)]);
});

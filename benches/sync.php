<?php
/**
 * Ping-pong of 64 bytes by one client that blocks. Connecting and closing are not measured.
 */
declare(strict_types=1);

use Corio\Client;

require __DIR__ . '/common.php';

[$connections, $total, $port] = arguments('CONNECTIONS', 'TOTAL', 'PORT');
$connections === 1 || fail('one client blocks all others');

$request = request(0);
$client = new Client(Corio\SOCK_TCP);
if ($client->connect('127.0.0.1', $port, TIMEOUT) !== true) {
    fail_with($client, 'connect');
}
$clock = new Stopwatch();
for ($round = 0; $round < $total; $round++) {
    if ($client->send($request) !== MESSAGE) {
        fail_with($client, 'send');
    }
    $reply = $client->recv();
    if ($reply !== $request) {
        finish_reply($client, $reply, $request);
    }
}
report($clock->stop($total));
$client->close();

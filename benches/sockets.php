<?php
/** Ping-pong over UDP or Unix streams: KIND is udp (ADDRESS is a port) or unix (a path). */
declare(strict_types=1);

use Corio\Coroutine\Client;

require __DIR__ . '/ping_pong.php';

[$kind] = array_splice($argv, 1, 1) + [''];
[$address] = array_splice($argv, 3, 1) + [''];
[$connections, $total] = arguments('CONNECTIONS', 'TOTAL');
$connect = match ($kind) {
    // A client that hears only the server, as the raw client's connected sockets do.
    'udp' => static fn () => connected(new Client(Corio\SOCK_UDP), '127.0.0.1', (int) $address),
    'unix' => static fn () => connected(new Client(Corio\SOCK_UNIX_STREAM), $address),
    default => fail('usage: sockets.php udp|unix CONNECTIONS TOTAL ADDRESS'),
};
report(ping_pong($connections, $total, $connect));

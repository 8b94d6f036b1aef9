<?php
/** Ping-pong over TCP. */
declare(strict_types=1);

use Corio\Coroutine\Client;

require __DIR__ . '/ping_pong.php';

[$connections, $total, $port] = arguments('CONNECTIONS', 'TOTAL', 'PORT');
report(ping_pong($connections, $total, static fn () => connected(new Client(Corio\SOCK_TCP), '127.0.0.1', $port)));

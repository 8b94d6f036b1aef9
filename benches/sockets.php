<?php
/**
 * Ping-pong of 64 bytes as echo.php, over UDP or Unix streams: KIND is udp (ADDRESS is a port) or unix (a path).
 *
 * All connect first; the last one to do so starts the clock and wakes the others. Connecting and closing are not
 * measured.
 */
declare(strict_types=1);

use Corio\Coroutine;
use Corio\Coroutine\Client;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

[$kind] = array_splice($argv, 1, 1) + [''];
[$address] = array_splice($argv, 3, 1) + [''];
[$connections, $total] = arguments('CONNECTIONS', 'TOTAL');
$rounds = share($connections, $total);

/** A client that hears only the server, as the raw client's connected sockets do. */
function connected(string $kind, string $address): Client
{
    if ($kind === 'unix') {
        $client = new Client(Corio\SOCK_UNIX_STREAM);
        $client->connect($address, 0, TIMEOUT) || fail_with($client, 'connect');
        return $client;
    }
    $kind === 'udp' || fail('usage: sockets.php udp|unix CONNECTIONS TOTAL ADDRESS');
    $client = new Client(Corio\SOCK_UDP);
    $client->connect('127.0.0.1', (int) $address, TIMEOUT) || fail_with($client, 'connect');
    return $client;
}

$waiting = [];
$busy = $connections;
$clock = null;
$result = null;

$player = static function (int $number) use (
    $connections,
    $rounds,
    $kind,
    $address,
    &$waiting,
    &$busy,
    &$clock,
    &$result,
): void {
    $request = request($number);
    $client = connected($kind, $address);
    if (count($waiting) < $connections - 1) {
        $waiting[] = Coroutine::getCid();
        Coroutine::yield();
    } else {
        $clock = new Stopwatch();
        foreach ($waiting as $cid) {
            Coroutine::resume($cid) === true || fail('a coroutine could not be resumed');
        }
    }
    for ($round = 0; $round < $rounds; $round++) {
        if ($client->send($request) !== MESSAGE) {
            fail_with($client, 'send');
        }
        $reply = $client->recv();
        if ($reply !== $request) {
            // A datagram comes whole.
            $kind === 'unix' ? finish_reply($client, $reply, $request) : fail_with($client, 'recv');
        }
    }
    if (--$busy === 0) {
        $result = $clock->stop($connections * $rounds);
    }
    $client->close();
};

run(static function () use ($connections, $player): void {
    for ($number = 0; $number < $connections; $number++) {
        go($player, $number);
    }
});
report($result ?? fail('not every connection finished'));

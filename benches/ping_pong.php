<?php
/**
 * Ping-pong of 64 bytes: one coroutine and one client per connection, each with one request in
 * flight all the time.
 *
 * All connect first; the last one to do so starts the clock and wakes the others. Connecting and
 * closing are not measured.
 */
declare(strict_types=1);

use Corio\Coroutine;
use Corio\Coroutine\Client;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

/** $connect answers a client that is connected. What $total round trips over $connections of them cost. */
function ping_pong(int $connections, int $total, Closure $connect): array
{
    $rounds = share($connections, $total);
    $waiting = [];
    $busy = $connections;
    $clock = null;
    $result = null;

    $player = static function (int $number) use (
        $connections,
        $rounds,
        $connect,
        &$waiting,
        &$busy,
        &$clock,
        &$result,
    ): void {
        $request = request($number);
        $client = $connect();
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
                finish_reply($client, $reply, $request);
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
    return $result ?? fail('not every connection finished');
}

/** Connects $client, or ends the process. */
function connected(Client $client, string $host, int $port = 0): Client
{
    $client->connect($host, $port, TIMEOUT) === true || fail_with($client, 'connect');
    return $client;
}

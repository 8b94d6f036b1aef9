<?php
/**
 * Connects, sends 64 bytes, receives them and closes; CONCURRENCY at once, each time a new client.
 */
declare(strict_types=1);

use Corio\Coroutine\Client;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

[$concurrency, $total, $port] = arguments('CONCURRENCY', 'TOTAL', 'PORT');
$rounds = share($concurrency, $total);

$done = 0;
$visitor = static function (int $number) use ($rounds, $port, &$done): void {
    $request = request($number);
    $addresses = array_map(static fn (int $last): string => "127.0.0.$last", range(1, ADDRESSES));
    for ($round = 0; $round < $rounds; $round++) {
        $client = new Client(Corio\SOCK_TCP);
        if ($client->connect($addresses[($number + $round) % ADDRESSES], $port, TIMEOUT) !== true) {
            fail_with($client, 'connect');
        }
        if ($client->send($request) !== MESSAGE) {
            fail_with($client, 'send');
        }
        $reply = $client->recv();
        if ($reply !== $request) {
            finish_reply($client, $reply, $request);
        }
        if ($client->close() !== true) {
            fail_with($client, 'close');
        }
        $done++;
    }
};

$clock = new Stopwatch();
run(static function () use ($concurrency, $visitor): void {
    for ($number = 0; $number < $concurrency; $number++) {
        go($visitor, $number);
    }
});
$result = $clock->stop($concurrency * $rounds);
if ($done !== $concurrency * $rounds) {
    fail("only $done connections finished");
}
report($result);

<?php
/**
 * The same ping-pong with PHP's own streams, as a peer: `--sync` with blocking calls on one
 * connection, else with stream_select() on up to 1000 (it cannot take descriptors past 1023).
 */
declare(strict_types=1);

require __DIR__ . '/common.php';

/** Blocking round trips on one connection. */
function ping_pong($stream, string $request, int $rounds): void
{
    for ($round = 0; $round < $rounds; $round++) {
        send($stream, $request);
        $reply = fread($stream, MESSAGE);
        if ($reply !== $request) {
            fail('the reply differs from the request');
        }
    }
}

/** Round trips on all connections, one request in flight on each all the time. */
function ping_pong_all(array $streams, array $requests, int $rounds): void
{
    $left = array_fill_keys(array_keys($streams), $rounds);
    foreach ($streams as $number => $stream) {
        send($stream, $requests[$number]);
    }
    while ($streams !== []) {
        $ready = $streams;
        $none = null;
        stream_select($ready, $none, $none, (int) TIMEOUT) || fail('nothing came');
        foreach ($ready as $number => $stream) {
            if (fread($stream, MESSAGE) !== $requests[$number]) {
                fail('the reply differs from the request');
            }
            if (--$left[$number] > 0) {
                send($stream, $requests[$number]);
            } else {
                unset($streams[$number]);
            }
        }
    }
}

/** Sends a whole message. */
function send($stream, string $request): void
{
    if (fwrite($stream, $request) !== MESSAGE) {
        fail('send failed');
    }
}

$sync = ($argv[1] ?? '') === '--sync';
if ($sync) {
    array_splice($argv, 1, 1);
}
[$connections, $total, $port] = arguments('CONNECTIONS', 'TOTAL', 'PORT');
if ($connections > ($sync ? 1 : 1000)) {
    fail('too many connections');
}
$rounds = share($connections, $total);

$streams = $requests = [];
for ($number = 0; $number < $connections; $number++) {
    $stream = stream_socket_client("tcp://127.0.0.1:$port", $code, $reason, TIMEOUT) ?: fail("connect: $reason");
    stream_set_blocking($stream, $sync);
    $streams[] = $stream;
    $requests[] = request($number);
}
$clock = new Stopwatch();
if ($sync) {
    ping_pong($streams[0], $requests[0], $rounds);
} else {
    ping_pong_all($streams, $requests, $rounds);
}
report($clock->stop($connections * $rounds));

<?php
/**
 * Receives packets of bench-frames: KIND is lengths (4 bytes of length, 1 KiB) or lines (128 bytes, CRLF).
 *
 * With --streams before it, PHP's own: fread() of header and body, or fgets().
 */
declare(strict_types=1);

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

require __DIR__ . '/common.php';

const KINDS = [
    'lengths' => ['open_length_check' => true, 'package_length_type' => 'N', 'package_body_offset' => 4],
    'lines' => ['open_eof_split' => true, 'package_eof' => "\r\n"],
];

/** What the server sends. */
function packet(string $kind): string
{
    return $kind === 'lines' ? str_repeat('x', 126) . "\r\n" : pack('N', 1024) . str_repeat('x', 1024);
}

function with_corio(string $kind, int $total, int $port): array
{
    $client = new Client(Corio\SOCK_TCP);
    $client->set(KINDS[$kind]);
    $client->connect('127.0.0.1', $port, TIMEOUT) || fail_with($client, 'connect');
    $packet = packet($kind);
    $clock = new Stopwatch();
    for ($count = 0; $count < $total; $count++) {
        if ($client->recv() !== $packet) {
            fail_with($client, 'recv');
        }
    }
    return $clock->stop($total);
}

function with_streams(string $kind, int $total, int $port): array
{
    $stream = stream_socket_client("tcp://127.0.0.1:$port", $code, $reason, TIMEOUT) ?: fail("connect: $reason");
    stream_set_chunk_size($stream, 65536);
    $packet = packet($kind);
    $clock = new Stopwatch();
    if ($kind === 'lines') {
        for ($count = 0; $count < $total; $count++) {
            if (fgets($stream) !== $packet) {
                fail('another line');
            }
        }
    } else {
        for ($count = 0; $count < $total; $count++) {
            $head = stream_get_contents($stream, 4);
            if ($head . stream_get_contents($stream, unpack('N', $head)[1]) !== $packet) {
                fail('another packet');
            }
        }
    }
    return $clock->stop($total);
}

$streams = ($argv[1] ?? '') === '--streams';
[$kind, $total, $port] = array_slice($argv, $streams ? 2 : 1) + ['', '', ''];
isset(KINDS[$kind]) || fail('usage: frames.php [--streams] lengths|lines TOTAL PORT');
if ($streams) {
    report(with_streams($kind, (int) $total, (int) $port));
} else {
    run(static fn () => report(with_corio($kind, (int) $total, (int) $port)));
}

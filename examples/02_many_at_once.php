<?php
/*
 * 50 requests at once. The peer answers each after another delay, 10 ms to 500 ms; all of them together take
 * about as long as the slowest one.
 *
 *     php -d extension=corio examples/02_many_at_once.php
 *
 * Expected output:
 *
 *     50 replies
 *     sum of the waits: 12.75 s
 *     the slowest one:   0.50 s
 *     all together:      ... s
 */

use Corio\Coroutine\Client;
use function Corio\Coroutine\{go, run};

$port = start_peer();
$delays = range(10, 500, 10); // milliseconds
$replies = [];
$started = hrtime(true);

run(function () use ($port, $delays, &$replies) {
    foreach ($delays as $delay) {
        go(function () use ($port, $delay, &$replies) {
            $client = new Client(Corio\SOCK_TCP);
            $client->connect('127.0.0.1', $port);
            $client->send("$delay\n");
            $replies[] = $client->recv(); // the other coroutines run meanwhile
        });
    }
}); // run() returns when the last of them has ended
$seconds = (hrtime(true) - $started) / 1e9;
echo count(array_filter($replies)), " replies\n";
printf("sum of the waits: %5.2f s\nthe slowest one:  %5.2f s\n", array_sum($delays) / 1000, max($delays) / 1000);
printf("all together:     %5.2f s\n", $seconds);

/** Starts the peer: one process that takes 50 requests, each a number of milliseconds, and answers each in time. */
function start_peer(): int
{
    static $process, $pipes; // as long as they live, the process does
    $code = <<<'PEER'
        $context = stream_context_create(['socket' => ['backlog' => 50]]);
        $listener = stream_socket_server('tcp://127.0.0.1:0', context: $context);
        echo stream_socket_get_name($listener, false), "\n";
        for ($requests = []; count($requests) < 50; $requests[(int) fgets($socket)] = $socket) {
            $socket = stream_socket_accept($listener);
        }
        ksort($requests);
        foreach ($requests as $delay => $socket) {
            usleep(($delay - ($passed ?? 0)) * 1000);
            fwrite($socket, "done\n");
            $passed = $delay;
        }
        PEER;
    $process = proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes);
    return (int) substr(strrchr(fgets($pipes[1]), ':'), 1);
}

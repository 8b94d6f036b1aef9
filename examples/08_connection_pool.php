<?php
/*
 * Ten coroutines share three connections. One breaks its connection; the pool makes another one in its place.
 *
 *     php -d extension=corio examples/08_connection_pool.php
 *
 * Expected output:
 *
 *     10 answers over 4 connections
 *     in the pool: 3 connections, 3 idle
 */

use Corio\{ConnectionPool, Coroutine\Client};
use function Corio\Coroutine\{map, run};

run(function () {
    $port = start_peer();
    $made = 0;
    $pool = new ConnectionPool(function () use ($port, &$made) {
        $made++;
        $client = new Client(Corio\SOCK_TCP);
        $client->set(['throw' => true, 'open_eof_split' => true, 'package_eof' => "\n"]);
        $client->connect('127.0.0.1', $port);
        return $client;
    }, 3);

    $answers = map(range(1, 10), function (int $number) use ($pool) {
        // Waits while all three are in use, and gives the connection back however this ends.
        return $pool->withConnection(function (Client $client) use ($number) {
            $client->send("question $number\n");
            $answer = $client->recv();
            if ($number === 1) {
                $client->close(); // a closed one is not handed out again
            }
            return $answer;
        });
    });
    $pool->fill();
    echo count(array_filter($answers)), " answers over $made connections\n";
    ['connections' => $connections, 'idle' => $idle] = $pool->stats();
    echo "in the pool: $connections connections, $idle idle\n";
});

/** A server in a process of its own that sends back each line; ends with this script. */
function start_peer(): int
{
    static $process, $pipes;
    $code = <<<'PHP'
        $server = stream_socket_server('tcp://127.0.0.1:0');
        echo substr(stream_socket_get_name($server, false), 10), "\n";
        for ($streams = [$server, STDIN]; in_array(STDIN, $streams, true);) {
            $ready = $streams;
            $none = null;
            stream_select($ready, $none, $none, null);
            foreach ($ready as $stream) {
                if ($stream === $server) {
                    $streams[] = stream_socket_accept($server);
                } elseif (($line = fgets($stream)) === false) {
                    unset($streams[array_search($stream, $streams, true)]);
                } else {
                    fwrite($stream, $line);
                }
            }
        }
        PHP;
    $process = proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w']], $pipes);
    return (int) fgets($pipes[1]);
}

<?php
/*
 * Connections that are closed while the peer does not read, so that something is left to be sent.
 */

use Corio\Coroutine\Client;

/** Settings under which a send to a peer that does not read soon ends early. */
const LEAVING = ['socket_buffer_size' => 16384, 'write_timeout' => 0.5];

/** Sends until nothing more is taken, and closes; answers how many bytes send() has counted. */
function send_and_close(int $port): int
{
    $client = connected($port, LEAVING + ['ssl_cafile' => pki_ca()], 'localhost', TLS);
    $sent = $client->send(random_bytes(8 << 20));
    $client->close();
    return $sent;
}

/** Has the peer tls_late read. */
function let_read(Server $peer): void
{
    fclose(stream_socket_client("tcp://127.0.0.1:$peer->port"));
}

/** What the peer got of `$sent` bytes, and how the stream ended. */
function print_what_came(Server $peer, int $sent): void
{
    [$total, $end] = explode(' ', $peer->says(20));
    echo (int) $total === $sent ? 'all' : 'less', ", $end\n";
}

/**
 * Runs `$code` in a process of its own, after send_and_close(). The peer reads from then on, or, if it is
 * `$silent`, when the process is gone. Prints what the peer got, and what the process printed besides. Answers how many
 * seconds the process took after send_and_close().
 */
function leave(string $code, bool $silent = false): float
{
    $peer = server('tls_late');
    $script = tempnam(sys_get_temp_dir(), 'corio-leaving-');
    $include = var_export(__DIR__, true);
    $prelude = "require $include . '/server.php'; require $include . '/leaving.php'; \$port = $peer->port;";
    file_put_contents($script, "<?php $prelude echo send_and_close(\$port), \"\\n\"; $code");
    $command = 'exec ' . escapeshellarg(PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' ' . escapeshellarg($script);
    $process = proc_open($command, [1 => ['pipe', 'w']], $pipes);
    $sent = (int) fgets($pipes[1]);
    $began = hrtime(true);
    $silent || let_read($peer);
    echo stream_get_contents($pipes[1]);
    proc_close($process);
    $took = (hrtime(true) - $began) / 1e9;
    unlink($script);
    $silent && let_read($peer);
    print_what_came($peer, $sent);
    return $took;
}

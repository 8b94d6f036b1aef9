<?php
/*
 * What the peers have in common: one process, many connections, each of them a Fiber that waits while its socket
 * is not ready. A peer prints one line of JSON when it listens, then whatever it wants its test to know, and ends
 * when its standard input closes.
 */

require_once dirname(__DIR__) . '/pki.php';

/** The options given by the test, over the defaults of this peer. */
function options(array $defaults): array
{
    $given = json_decode($GLOBALS['argv'][1] ?? '{}', true);
    if ($unknown = array_diff_key($given, $defaults)) {
        fail('unknown option ' . implode(', ', array_keys($unknown)));
    }
    return $given + $defaults;
}

/** Tells the test why this peer cannot run. */
function fail(string $reason): never
{
    say(json_encode(['error' => $reason]));
    exit(1);
}

/** Prints one line for `$peer->says()`. */
function say(string $line): void
{
    // Where nobody reads, a full pipe must not stop the peer: what does not fit is lost.
    stream_set_blocking(STDOUT, false);
    @fwrite(STDOUT, "$line\n");
}

/** Listens on a free port and runs `$session(Connection)` for each client. */
function serve(callable $session, string $address = '127.0.0.1'): never
{
    $listener = listen($address);
    say(json_encode(['port' => port_number($listener)]));
    spawn(function () use ($listener, $session) {
        while (true) {
            wait_for($listener);
            while ($stream = @stream_socket_accept($listener, 0)) {
                spawn(fn () => $session(new Connection($stream)));
            }
        }
    });
    run_until_stdin_closes();
}

function listen(string $address = '127.0.0.1', int $backlog = 511)
{
    $context = stream_context_create(['socket' => ['backlog' => $backlog, 'tcp_nodelay' => true]]);
    $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
    $listener = stream_socket_server("tcp://$address:0", $code, $message, $flags, $context) ?: fail($message);
    stream_set_blocking($listener, false);
    return $listener;
}

function port_number($socket): int
{
    return (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
}

/** One accepted connection. Its methods wait by suspending the Fiber. */
final class Connection
{
    private string $buffer = '';

    public function __construct(public $stream)
    {
        stream_set_blocking($stream, false);
    }

    /** Some bytes, or '' at the end of the stream. */
    public function read(): string
    {
        if ($this->buffer !== '') {
            [$bytes, $this->buffer] = [$this->buffer, ''];
            return $bytes;
        }
        // Another fiber may have closed it meanwhile.
        for ($bytes = ''; $bytes === '' && is_resource($this->stream) && !feof($this->stream); ) {
            $bytes = (string) @fread($this->stream, 65536);
            if ($bytes === '' && !feof($this->stream)) {
                wait_for($this->stream);
            }
        }
        return $bytes;
    }

    /** One line without its end, or null at the end of the stream. */
    public function line(): ?string
    {
        $buffer = '';
        while (($end = strpos($buffer, "\n")) === false) {
            $bytes = $this->read();
            if ($bytes === '') {
                return null;
            }
            $buffer .= $bytes;
        }
        $this->buffer = substr($buffer, $end + 1);
        return rtrim(substr($buffer, 0, $end), "\r");
    }

    /** Waits for bytes without reading them, so that a close() afterwards resets the connection. */
    public function waitForBytes(): void
    {
        wait_for($this->stream);
    }

    public function write(string $bytes): void
    {
        while ($bytes !== '' && is_resource($this->stream)) {
            $written = @fwrite($this->stream, $bytes);
            if ($written === false || feof($this->stream)) {
                return;
            }
            $bytes = substr($bytes, $written);
            if ($bytes !== '') {
                wait_for($this->stream, write: true);
            }
        }
    }

    /** The server's side of a handshake; `$context` are options of PHP's ssl context. */
    public function handshake(array $context, int $protocols = STREAM_CRYPTO_METHOD_TLS_SERVER): bool
    {
        foreach ($context as $name => $value) {
            stream_context_set_option($this->stream, 'ssl', $name, $value);
        }
        while (($done = @stream_socket_enable_crypto($this->stream, true, $protocols)) === 0) {
            wait_for($this->stream);
        }
        return $done === true;
    }

    /** Ends the connection: with close_notify under TLS, and with a reset if unread bytes wait in the kernel. */
    public function close(): void
    {
        if (is_resource($this->stream)) {
            @fclose($this->stream);
        }
    }

    /** Ends the connection without close_notify. */
    public function cut(): void
    {
        @stream_socket_shutdown($this->stream, STREAM_SHUT_RDWR);
        @fclose($this->stream);
    }
}

/** Suspends the calling Fiber until `$stream` is ready. */
function wait_for($stream, bool $write = false): void
{
    Fiber::suspend(['stream' => $stream, 'write' => $write]);
}

/** Suspends the calling Fiber for some seconds. */
function pause(float $seconds): void
{
    Fiber::suspend(['until' => hrtime(true) / 1e9 + $seconds]);
}

function spawn(callable $body): void
{
    resume(new Fiber($body));
}

function resume(Fiber $fiber): void
{
    $wait = $fiber->isStarted() ? $fiber->resume() : $fiber->start();
    if (!$fiber->isTerminated()) {
        $GLOBALS['waiting'][spl_object_id($fiber)] = $wait + ['fiber' => $fiber, 'stream' => null, 'write' => false];
    }
}

function run_until_stdin_closes(): never
{
    stream_set_blocking(STDIN, false);
    while (true) {
        [$read, $write, $until] = [[-1 => STDIN], [], INF];
        foreach ($GLOBALS['waiting'] as $id => $wait) {
            if ($wait['stream'] === null) {
                $until = min($until, $wait['until']);
            } elseif (!is_resource($wait['stream'])) {
                unset($GLOBALS['waiting'][$id]);
            } elseif ($wait['write']) {
                $write[$id] = $wait['stream'];
            } else {
                $read[$id] = $wait['stream'];
            }
        }
        $left = $until === INF ? null : (int) (max(0, $until - hrtime(true) / 1e9) * 1e6);
        $except = null;
        stream_select($read, $write, $except, $left === null ? null : intdiv($left, 1000000), ($left ?? 0) % 1000000);
        if (isset($read[-1]) && fread(STDIN, 1) === '' && feof(STDIN)) {
            exit(0);
        }
        resume_ready($read + $write);
    }
}

function resume_ready(array $ready): void
{
    $now = hrtime(true) / 1e9;
    foreach ($GLOBALS['waiting'] as $id => $wait) {
        if (isset($ready[$id]) || ($wait['until'] ?? INF) <= $now) {
            unset($GLOBALS['waiting'][$id]);
            resume($wait['fiber']);
        }
    }
}

/** Options of PHP's ssl context for a server with the certificate `$name` of the test PKI. */
function tls_context(string $name, bool $chain = true, string $client_ca = ''): array
{
    $paths = pki($name);
    return [
        'local_cert' => $chain ? $paths['chain'] : $paths['cert'],
        'local_pk' => $paths['key'],
        'verify_peer' => $client_ca !== '',
        'verify_peer_name' => false,
        'cafile' => $client_ca === '' ? null : pki_ca($client_ca),
        'capture_peer_cert' => true,
        'security_level' => 0,
    ];
}

/** 'TLSv1.2 TLSv1.3' as PHP's bit mask; '' is everything. */
function tls_protocols(string $names): int
{
    $mask = 0;
    foreach (array_filter(explode(' ', $names)) as $name) {
        $mask |= constant('STREAM_CRYPTO_METHOD_' . str_replace('.', '_', $name) . '_SERVER');
    }
    return $mask ?: STREAM_CRYPTO_METHOD_ANY_SERVER & ~6;
}

/** 'TLSv1.3 TLS_AES_256_GCM_SHA384 client=client1' of a finished handshake. */
function tls_summary($stream): string
{
    $crypto = stream_get_meta_data($stream)['crypto'];
    $peer = stream_context_get_options($stream)['ssl']['peer_certificate'] ?? null;
    $client = $peer === null ? 'none' : openssl_x509_parse($peer)['subject']['CN'];
    return "$crypto[protocol] $crypto[cipher_name] client=$client";
}

$GLOBALS['waiting'] = [];

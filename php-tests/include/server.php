<?php
/*
 * Peers for the tests: each is a process of its own, on a free port of the loopback interface.
 *
 *     $peer = server('starttls', cert: 'other');      // runs peers/starttls.php
 *     $client->connect('127.0.0.1', $peer->port);
 *     echo $peer->says();                             // the next line that the peer printed
 *
 * A peer ends when its standard input closes. That happens however the test ends (return, exit, fatal error,
 * SIGKILL), so no peer outlives its test. A shutdown function would be too early: coroutines still run then.
 */

require_once __DIR__ . '/pki.php';
require_once __DIR__ . '/client.php';
require_once __DIR__ . '/descriptors.php';
require_once __DIR__ . '/smtp.php';
require_once __DIR__ . '/tls.php';

final class Server
{
    /** Without this list a peer would end as soon as the test drops the object. */
    private static array $running = [];

    /** What the peer announced when it was ready: 'port', and what else its file says. */
    public readonly array $info;

    private function __construct(private string $peer, private $process, private array $pipes)
    {
        self::$running[] = $this;
    }

    /** Starts a peer without waiting for it. */
    public static function launch(string $peer, array $options): self
    {
        pki_folder();
        $script = __DIR__ . "/peers/$peer";
        $command = is_file("$script.py") ? ['python3', "$script.py"] : [PHP_BINARY, '-n', "$script.php"];
        $command[] = json_encode($options, JSON_FORCE_OBJECT | JSON_PRESERVE_ZERO_FRACTION);
        // A memory tool watches PHP with the extension, not the servers: what it loads into processes breaks some of them.
        $is_watched = getenv('CORIO_WATCHED_BY') !== false && !in_array($peer, ['fpm', 'apache'], true);
        $environment = $is_watched ? array_diff_key(getenv(), ['LD_PRELOAD' => '']) : null;
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], STDERR], $pipes, null, $environment);
        return new self($peer, $process, $pipes);
    }

    /** Waits until the peer accepts connections. */
    public function ready(): self
    {
        $info = json_decode((string) fgets($this->pipes[1]), true);
        if (!isset($info['port'])) {
            throw new RuntimeException("peer $this->peer: " . ($info['error'] ?? 'ended before it was ready'));
        }
        $this->info = $info;
        return $this;
    }

    /** One of the announced values. */
    public function __get(string $name): mixed
    {
        return $this->info[$name];
    }

    /** The next line that the peer printed, without its end; '' when none comes within `$timeout` seconds. */
    public function says(float $timeout = 2.0): string
    {
        $read = [$this->pipes[1]];
        $write = $except = null;
        if (!stream_select($read, $write, $except, (int) $timeout, (int) (fmod($timeout, 1) * 1e6))) {
            return '';
        }
        return rtrim((string) fgets($this->pipes[1]), "\r\n");
    }

    /** Says something to the peer, if it listens to its standard input. */
    public function tell(string $line): void
    {
        fwrite($this->pipes[0], $line);
    }

    /** Everything else that the peer prints, up to its own end. */
    public function saysAtLast(): string
    {
        return stream_get_contents($this->pipes[1]);
    }

    /** Ends the peer and waits until it is gone. */
    public function stop(): void
    {
        fclose($this->pipes[0]);
        proc_close($this->process);
    }
}

/** Starts php-tests/include/peers/`$peer` and returns when it accepts connections. */
function server(string $peer, mixed ...$options): Server
{
    return Server::launch($peer, $options)->ready();
}

/** A port that refuses connections: bound by this process, but nobody listens. */
function refused_port(): int
{
    static $bound;
    $bound ??= stream_socket_server('tcp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
    return port_of($bound);
}

/** Whether ::1 can be used here; some containers have no IPv6 at all. */
function has_ipv6_loopback(): bool
{
    return @stream_socket_server('tcp://[::1]:0') !== false;
}

function port_of($socket): int
{
    return (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
}

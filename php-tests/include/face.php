<?php
/*
 * One scenario, several faces. A scenario is a file that returns `function (Face $face): void`; it makes clients
 * and prints what they do only through the face. A test of one face is then three lines:
 *
 *     require __DIR__ . '/../include/face.php';
 *     play(new CoroutineFace(), __DIR__ . '/eof_split.inc');
 *
 * and takes what is printed from the scenario's own file: --EXPECTF_EXTERNAL-- eof_split.expect
 */

require_once __DIR__ . '/server.php';

/** How scripts use a client: what differs between the faces. */
abstract class Face
{
    /** A client that is not connected. */
    abstract public function client(int $type = Corio\SOCK_TCP): object;

    /** Runs the scenario to its end. */
    abstract public function run(Closure $scenario): void;

    /** Lets another part of the script run beside the caller until it is over or waits. */
    abstract public function beside(Closure $part): void;

    /** A client that is connected, or an exception with the reason. */
    public function connected(int $port, array $settings = [], bool $tls = false): object
    {
        $client = $this->client($tls ? Corio\SOCK_TCP | Corio\SSL : Corio\SOCK_TCP);
        $client->set($settings + ['ssl_cafile' => pki_ca()]);
        if (!$client->connect('localhost', $port)) {
            throw new RuntimeException("connect: [$client->errCode] $client->errMsg");
        }
        return $client;
    }

    /** Returns when something has arrived that was not received yet. */
    abstract public function arrived(object $client): void;

    /** Connects, and prints what came of it, without ports. */
    public function connect(object $client, string $host, int $port, ?float $timeout = null): void
    {
        $connected = $client->connect($host, $port, $timeout);
        $message = preg_replace('/(?<=[a-z\d\]]):\d+\b/', ':PORT', $client->errMsg);
        echo json_encode($connected), $connected ? '' : " [$client->errCode] $message", "\n";
    }

    /** Prints what recv() returned; with `false` also code and message. */
    public function show(object $client, mixed $received): void
    {
        $shown = is_string($received) ? '"' . addcslashes($received, "\0..\37\"\\\177..\377") . '"' : json_encode($received);
        echo $shown, $received === false ? " [$client->errCode] $client->errMsg" : '', "\n";
    }

    /** Receives and prints `$count` packets. */
    public function receive(object $client, int $count = 1, ?float $timeout = null): void
    {
        while ($count-- > 0) {
            $this->show($client, $client->recv($timeout));
        }
    }

    /** Receives until a part of a packet has arrived, then prints that timeout. */
    public function stalled(object $client): void
    {
        do {
            $received = $client->recv(0.05);
        } while ($received === false && $client->errCode === 110 && !str_contains($client->errMsg, ' received)'));
        $this->show($client, $received);
    }
}

final class CoroutineFace extends Face
{
    public function client(int $type = Corio\SOCK_TCP): object
    {
        return new Corio\Coroutine\Client($type);
    }

    public function run(Closure $scenario): void
    {
        Corio\Coroutine\run($scenario);
    }

    public function beside(Closure $part): void
    {
        Corio\Coroutine\go($part);
    }

    public function arrived(object $client): void
    {
        while ($client->peek(1) === false && $client->errCode === 11) {
            Corio\Coroutine\System::sleep(0.001);
        }
    }
}

final class SyncFace extends Face
{
    public function client(int $type = Corio\SOCK_TCP): object
    {
        return new BlockingClient($type);
    }

    public function run(Closure $scenario): void
    {
        $scenario();
    }

    public function beside(Closure $part): void
    {
        throw new LogicException('nothing runs beside a client that blocks');
    }

    public function arrived(object $client): void
    {
        $read = [$client->client];
        $write = $except = null;
        Corio\client_select($read, $write, $except, 10.0);
    }
}

final class CallbackFace extends Face
{
    private array $made = [];
    /** Parts that have not ended. */
    private int $beside = 0;

    public function client(int $type = Corio\SOCK_TCP): object
    {
        return $this->made[] = new CallingClient($type);
    }

    public function run(Closure $scenario): void
    {
        Corio\Coroutine\run(function () use ($scenario) {
            try {
                $scenario();
                while ($this->beside > 0) {
                    Corio\Coroutine\System::sleep(0.001);
                }
            } finally {
                // A connection that may call back keeps run() from returning.
                foreach ($this->made as $client) {
                    $client->client->close();
                }
            }
        });
    }

    public function beside(Closure $part): void
    {
        $this->beside++;
        Corio\Coroutine\go(function () use ($part) {
            try {
                $part();
            } finally {
                $this->beside--;
            }
        });
    }

    public function arrived(object $client): void
    {
        // What arrives stays in the kernel: the client is paused while nobody wants to receive.
        [$read, $write, $except] = [[$client->client->sock], [], []];
        Corio\client_select($read, $write, $except, 10.0);
    }
}

/**
 * Corio\Async\Client with the coroutine client's names: each method waits until its callback was called. The client
 * is paused but for the time in which somebody waits for something to come.
 */
final class CallingClient
{
    public readonly Corio\Async\Client $client;
    private ?string $received = null;
    /** onError has told of a datagram: that is no end. */
    private bool $is_troubled = false;
    private bool $has_ended = true;
    /** sendto() has opened the socket. */
    private bool $is_loose = false;
    private bool $is_ready = false;
    /** Code and message of the last failure. */
    private array $failure = [0, ''];
    /** Those of the end that a recv() has met. */
    private ?array $end = null;

    public function __construct(int $type)
    {
        $this->client = new Corio\Async\Client($type);
        $is_datagram = in_array($type & 15, [Corio\SOCK_UDP, Corio\SOCK_UDP6, Corio\SOCK_UNIX_DGRAM], true);
        $this->client->on('connect', function (Corio\Async\Client $client) {
            $client->pause();
            $this->is_ready = true;
        });
        $this->client->on('receive', function (Corio\Async\Client $client, string $data) {
            $client->pause();
            if ($this->received !== null) {
                echo "received while it was paused\n";
            }
            $this->received = $data;
        });
        $this->client->on('error', function (Corio\Async\Client $client) use ($is_datagram) {
            $this->failure = [$client->errCode, $client->errMsg];
            $this->is_troubled = $is_datagram;
            // There is no other end to an attempt to connect.
            $this->has_ended = $this->has_ended || !$this->is_ready;
        });
        $this->client->on('close', fn () => $this->has_ended = true);
    }

    public function connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool
    {
        $this->is_ready = $this->has_ended = $this->is_loose = $this->is_troubled = false;
        $this->received = $this->end = null;
        return $this->attempt($this->client->connect($host, $port, $timeout, $sock_flag));
    }

    public function enableSSL(?float $timeout = null): bool
    {
        $this->is_ready = false;
        return $this->attempt($this->client->enableSSL(fn () => $this->is_ready = true, $timeout));
    }

    /** Waits for what was begun. */
    private function attempt(bool $begun): bool
    {
        $this->failure = $begun ? [0, ''] : [$this->client->errCode, $this->client->errMsg];
        $begun && $this->await(fn () => $this->is_ready || $this->has_ended, 60);
        return $begun && $this->is_ready;
    }

    public function recv(?float $timeout = null): string|false
    {
        if ($this->has_ended && $this->received === null) {
            return $this->afterTheEnd();
        }
        if ($this->isTroubled(0)) {
            return false;
        }
        $this->failure = [0, ''];
        $this->client->resume();
        $came = $this->await(fn () => $this->received !== null || $this->has_ended || $this->is_troubled, $timeout ?? 60);
        [$received, $this->received] = [$this->received, null];
        if ($received !== null) {
            return $received;
        }
        if ($this->isTroubled(0)) {
            return false;
        }
        if (!$came) {
            $this->client->pause();
            $this->failure = [110, 'timed out'];
            return false;
        }
        $this->end = $this->failure;
        return $this->end[0] === 0 ? '' : false;
    }

    /** The other clients stay connected when the peer has ended its direction. */
    private function afterTheEnd(): string|false
    {
        if ($this->end !== null && ($this->end[0] === 0 || str_contains($this->end[1], 'inside a packet'))) {
            $this->failure = $this->end;
        } else {
            $this->client->send('x');
            $this->failure = [$this->client->errCode, str_replace('send to', 'receive from', $this->client->errMsg)];
        }
        return $this->failure[0] === 0 ? '' : false;
    }

    public function send(string $data): int|false
    {
        $sent = $this->client->send($data);
        $this->failure = $sent === false ? [$this->client->errCode, $this->client->errMsg] : [0, ''];
        return $sent;
    }

    /** Without connect() there is no onConnect and no onClose. */
    public function sendto(string $address, int $port, string $data): bool
    {
        $sent = $this->client->sendto($address, $port, $data);
        $this->failure = [$this->client->errCode, $this->client->errMsg];
        if ($sent && $this->has_ended) {
            $this->client->pause();
            [$this->is_loose, $this->has_ended, $this->end] = [true, false, null];
        }
        return $sent;
    }

    /** Whether onError tells within `$seconds` of a datagram that has failed. */
    public function isTroubled(float $seconds): bool
    {
        $this->await(fn () => $this->is_troubled, $seconds);
        [$is_troubled, $this->is_troubled] = [$this->is_troubled, false];
        return $is_troubled;
    }

    public function close(): bool
    {
        $closed = $this->client->close();
        $this->failure = [$this->client->errCode, $this->client->errMsg];
        $closed && !$this->is_loose && $this->await(fn () => $this->has_ended, 60);
        $this->has_ended = $this->has_ended || $closed;
        return $closed;
    }

    private function await(Closure $condition, float $seconds): bool
    {
        for ($until = hrtime(true) + $seconds * 1e9; !$condition(); ) {
            if (hrtime(true) >= $until) {
                return false;
            }
            Corio\Coroutine\System::sleep(0.001);
        }
        return true;
    }

    public function __call(string $method, array $arguments): mixed
    {
        $result = $this->client->$method(...$arguments);
        $this->failure = [$this->client->errCode, $this->client->errMsg];
        return $result;
    }

    public function __get(string $name): mixed
    {
        return match ($name) {
            'connected' => $this->client->isConnected(),
            'fd' => $this->client->sock,
            'errCode' => $this->failure[0],
            'errMsg' => $this->failure[1],
            default => $this->client->$name,
        };
    }
}

/** Corio\Client with the coroutine client's names, and without its warnings. */
final class BlockingClient
{
    public readonly Corio\Client $client;

    public function __construct(int $type)
    {
        $this->client = new Corio\Client($type);
    }

    public function recv(?float $timeout = null): string|false
    {
        $timeout === null || $this->client->set(['read_timeout' => $timeout]);
        return @$this->client->recv();
    }

    public function __call(string $method, array $arguments): mixed
    {
        return $method === 'set' ? $this->client->set(...$arguments) : @$this->client->$method(...$arguments);
    }

    public function __get(string $name): mixed
    {
        return match ($name) {
            'connected' => $this->client->isConnected(),
            'fd' => $this->client->sock,
            // That it is another number for whoever blocks has a test of its own.
            'errCode' => $this->client->errCode === 11 ? 110 : $this->client->errCode,
            default => $this->client->$name,
        };
    }
}

/** Plays a scenario. */
function play(Face $face, string $scenario): void
{
    $scenario = require $scenario;
    $face->run(fn () => $scenario($face));
}

/** Plays `$part(bool $tls)` over plain TCP and over TLS, which must print the same. */
function plain_and_tls(Closure $part): void
{
    $printed = [];
    foreach ([false, true] as $tls) {
        ob_start();
        $part($tls);
        $printed[] = preg_replace('/localhost:\d+/', 'localhost:PORT', ob_get_clean());
    }
    echo $printed[0], $printed[0] === $printed[1] ? "the same over TLS\n" : "over TLS:\n$printed[1]";
}

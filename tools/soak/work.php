<?php
/*
 * What the coroutines of a soak run do: kinds of requests, to servers that behave and to others that do not.
 */

use Corio\Coroutine;
use Corio\Coroutine\CanceledException;
use Corio\Coroutine\Channel;
use Corio\Coroutine\Client;
use Corio\Coroutine\System;
use Corio\Coroutine\TimeoutException;
use Corio\Timer;

use function Corio\Coroutine\go;
use function Corio\Coroutine\timeout;

final class Work
{
    /** Long enough for servers that answer, however busy the machine is. */
    private const PATIENCE = 30.0;
    private const LINES = ['open_eof_check' => true, 'package_eof' => "\n", 'package_max_length' => 1 << 20];

    private array $ports;
    /** A name server that never answers. */
    private $silent;

    public function __construct(private Ledger $ledger)
    {
        $this->silent = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
        $this->ports = [
            'refused' => refused_port(),
            'silent_dns' => port_of($this->silent),
            'dns' => server('knot')->port,
            'echo' => server('echo')->port,
            'tls' => server('tls_echo')->port,
            'resuming' => server('tls_python')->port,
            'wrong' => server('tls_echo', cert: 'other')->port,
            'full' => server('tarpit', accept: false)->port,
            'silent' => server('tarpit')->port,
            'half' => server('half_close')->port,
            'socks' => server('microsocks')->port,
        ];
        $this->ports['drip'] = server('drip', to: $this->ports['tls'], every: 0.002, after: 50)->port;
        foreach (['tls', 'inject', 'garbage', 'alert', 'stall', 'reset', 'close'] as $how) {
            $this->ports["starttls $how"] = server('starttls', after_220: $how)->port;
        }
    }

    /** kind => [how often it is chosen, what it does, whether it may fail] */
    public function kinds(): array
    {
        $misbehave = [];
        foreach (['inject', 'garbage', 'alert', 'stall', 'reset', 'close'] as $how) {
            $misbehave["starttls: $how"] = [1, fn ($id) => $this->starttls($id, "starttls $how", 0.05), true];
        }
        return $misbehave + [
            'exchange' => [20, fn ($id) => $this->exchange($this->open('echo'), $id), false],
            'packets' => [10, $this->packets(...), false],
            'large packet' => [2, $this->large(...), false],
            'TLS' => [6, fn ($id) => $this->exchange($this->open('tls', [], Corio\SSL), $id), false],
            'TLS resumed' => [4, fn ($id) => $this->exchange($this->open('resuming', ['ssl_session_reuse' => true] + self::LINES, Corio\SSL), $id), false],
            'enableSSL' => [4, $this->upgrade(...), false],
            'starttls' => [4, fn ($id) => $this->starttls($id, 'starttls tls', self::PATIENCE), false],
            'proxy' => [3, $this->proxy(...), false],
            'name' => [6, $this->name(...), false],
            'name nobody has' => [2, $this->nobody(...), true],
            'silent name server' => [1, $this->silentDns(...), true],
            'wrong certificate' => [2, fn ($id) => $this->exchange($this->open('wrong', [], Corio\SSL), $id), true],
            'dripping handshake' => [1, fn ($id) => $this->exchange($this->open('drip', ['connect_timeout' => 0.1], Corio\SSL), $id), true],
            'refused' => [3, fn ($id) => $this->exchange($this->open('refused'), $id), true],
            'no handshake' => [1, fn ($id) => $this->exchange($this->open('full', ['connect_timeout' => 0.02]), $id), true],
            'stalled' => [2, fn ($id) => $this->exchange($this->open('silent', ['read_timeout' => 0.01]), $id), true],
            'stalled TLS' => [1, fn ($id) => $this->exchange($this->open('silent', ['connect_timeout' => 0.02], Corio\SSL), $id), true],
            'reset' => [3, fn ($id) => $this->exchange($this->open('echo'), $id, 'RESET'), true],
            'ended' => [3, fn ($id) => $this->exchange($this->open('echo'), $id, 'END'), true],
            'cut TLS' => [2, fn ($id) => $this->exchange($this->open('tls', [], Corio\SSL), $id, 'CUT'), true],
            'half closed' => [2, $this->halfClosed(...), true],
            'cancelled' => [4, $this->cancelled(...), true],
            'timed out' => [3, $this->timedOut(...), true],
            'closed by another' => [3, $this->closedByAnother(...), true],
            'channel and timer' => [4, $this->channel(...), false],
            'Fiber' => [3, $this->fiber(...), false],
        ];
    }

    private function client(array $settings = [], int $flags = 0): Client
    {
        $client = new Client(Corio\SOCK_TCP | $flags);
        $client->set($settings + [
            'ssl_cafile' => pki_ca(), 'connect_timeout' => self::PATIENCE, 'read_timeout' => self::PATIENCE,
            'write_timeout' => self::PATIENCE, 'dns_servers' => ['127.0.0.1:' . $this->ports['dns']], 'dns_timeout' => 5,
            'dns_cache_size' => 100, // full when the warm-up is over
            // Sessions are kept for each server, up to a bound that the warm-up of a short run does not reach.
            'ssl_session_reuse' => false,
        ]);
        return $client;
    }

    private function open(string $port, array $settings = [], int $flags = 0, string $host = '127.0.0.1'): Client
    {
        $client = $this->client($settings, $flags);
        $client->connect($host, $this->ports[$port]) || throw new Failed($client->errMsg);
        return $client;
    }

    /** Sends the request's number and returns what comes back; some clients are closed, some left to their destructor. */
    private function exchange(Client $client, int $id, string $word = ''): string
    {
        $client->send("$word$id\n") !== false || throw new Failed($client->errMsg);
        $answer = $client->recv();
        if ($answer === false || $answer === '') {
            throw new Failed($answer === '' ? 'end of the stream' : $client->errMsg);
        }
        $id % 3 === 0 || $client->close();
        return $answer;
    }

    private function packets(int $id): string
    {
        $client = $this->open('echo', self::LINES);
        for ($i = 0; $i < 5; $i++) {
            $client->send("$id.$i\n");
        }
        for ($i = 0; $i < 5; $i++) {
            $packet = $client->recv();
            $packet === "$id.$i\n" || throw new Failed($packet === false ? $client->errMsg : 'wrong packet');
        }
        return "$id\n";
    }

    private function large(int $id): string
    {
        $client = mt_rand(0, 1) ? $this->open('echo', self::LINES) : $this->open('tls', self::LINES, Corio\SSL);
        $size = mt_rand(10_000, 200_000);
        $line = str_repeat('x', $size) . "\n";
        // Received while it is sent: the peer echoes.
        $received = new Channel();
        go(function () use ($client, $received) {
            $received->push($client->recv());
        });
        if ($client->send($line) === false) {
            throw new Failed($client->errMsg);
        }
        $client->send("$id\n");
        $received->pop() === $line || throw new Failed('wrong packet');
        return (string) $client->recv();
    }

    private function upgrade(int $id): string
    {
        $client = $this->open('tls');
        $client->enableSSL() || throw new Failed($client->errMsg);
        return $this->exchange($client, $id);
    }

    private function starttls(int $id, string $port, float $timeout): string
    {
        $client = $this->client(['ssl_starttls' => 'smtp', 'connect_timeout' => $timeout] + self::LINES);
        $client->connect('localhost', $this->ports[$port]) || throw new Failed($client->errMsg);
        $client->send("NOOP $id\r\n") && $client->recv() === "250 OK\r\n" || throw new Failed($client->errMsg);
        $client->close();
        return "$id\n";
    }

    private function proxy(int $id): string
    {
        return $this->exchange($this->open('echo', ['socks5_host' => '127.0.0.1', 'socks5_port' => $this->ports['socks']]), $id);
    }

    private function name(int $id): string
    {
        $name = mt_rand(0, 3) ? sprintf('n%012x', mt_rand(0, 50)) : sprintf('n%012x', $id);
        return $this->exchange($this->open('echo', host: "$name.any.test"), $id);
    }

    private function nobody(int $id): string
    {
        return $this->exchange($this->open('echo', host: sprintf('x%012x.none.test', $id)), $id);
    }

    private function silentDns(int $id): string
    {
        $settings = ['dns_servers' => ['127.0.0.1:' . $this->ports['silent_dns']], 'connect_timeout' => 0.02];
        return $this->exchange($this->open('echo', $settings, host: sprintf('n%012x.any.test', $id)), $id);
    }

    private function halfClosed(int $id): string
    {
        $client = $this->open('half');
        $client->recv() === 'bye' || throw new Failed($client->errMsg);
        $client->send("$id\n");
        return (string) $client->recv() ?: throw new Failed('end of the stream');
    }

    /** Cancels whatever it is at, at any time. */
    private function cancelled(int $id): string
    {
        $me = Coroutine::getCid();
        $throws = (bool) mt_rand(0, 1);
        $timer = Timer::after(mt_rand(1, 20), fn () => Coroutine::cancel($me, $throws));
        try {
            do {
                $answer = $this->exchange(mt_rand(0, 1) ? $this->open('echo') : $this->open('tls', [], Corio\SSL), $id);
                System::sleep(0.001);
            } while (Timer::exists($timer));
            return $answer;
        } finally {
            Timer::clear($timer);
        }
    }

    private function timedOut(int $id): string
    {
        return timeout(mt_rand(1, 20) / 1000, function () use ($id) {
            try {
                do {
                    $answer = $this->exchange($this->open('tls', [], Corio\SSL), $id);
                } while (mt_rand(0, 3));
                return $answer;
            } finally {
                System::sleep(0.001);
            }
        });
    }

    private function closedByAnother(int $id): string
    {
        $client = $this->open('silent');
        go(function () use ($client) {
            System::sleep(mt_rand(1, 5) / 1000);
            $client->close();
        });
        $answer = $client->recv();
        return $answer === false ? throw new Failed($client->errMsg) : "$answer";
    }

    private function channel(int $id): string
    {
        $channel = new Channel(mt_rand(1, 4));
        for ($i = 0; $i < 3; $i++) {
            go(function () use ($channel, $id, $i) {
                Timer::after(mt_rand(1, 3), fn () => $channel->push([$i => $this->exchange($this->open('echo'), $id)]));
            });
        }
        for ($all = [], $i = 0; $i < 3; $i++) {
            $all += $channel->pop(self::PATIENCE) ?: throw new Failed('nothing was pushed');
        }
        return count(array_unique($all)) === 1 && count($all) === 3 ? $all[0] : 'mixed up';
    }

    private function fiber(int $id): string
    {
        $fiber = new Fiber(function () use ($id) {
            $client = $this->open('echo');
            Fiber::suspend();
            return $this->exchange($client, $id);
        });
        $fiber->start();
        System::sleep(0.001);
        $fiber->resume();
        return $fiber->getReturn();
    }

    /** One request of a kind, to its end. */
    public function request(string $kind, callable $body, bool $may_fail): void
    {
        $id = $this->ledger->open($kind);
        try {
            $answer = $body($id);
            $answer === "$id\n" || $this->ledger->violation("$kind: a wrong answer");
            $this->ledger->answered($id);
        } catch (Failed | CanceledException | TimeoutException $e) {
            $this->ledger->failed($id, $e->getMessage(), $may_fail);
        } catch (Throwable $e) {
            $this->ledger->failed($id, get_class($e) . ': ' . $e->getMessage() . " in {$e->getFile()}:{$e->getLine()}", false);
        }
    }
}

/** A request that was not answered, with the reason. */
final class Failed extends Exception {}

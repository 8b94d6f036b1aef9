<?php
/*
 * Everything in which a coroutine can wait, as tests of endings need it: 'parks' waits until something from outside
 * ends it, 'returns' waits a moment and comes back. Both get the ports of operation_peers().
 */

use Corio\Coroutine;
use Corio\Coroutine\Barrier;
use Corio\Coroutine\Channel;
use Corio\Coroutine\Client;
use Corio\Coroutine\Lock;
use Corio\Coroutine\Scheduler;
use Corio\Coroutine\System;
use Corio\Coroutine\WaitGroup;
use Corio\Timer;

use function Corio\Coroutine\all;
use function Corio\Coroutine\any;
use function Corio\Coroutine\batch;
use function Corio\Coroutine\go;
use function Corio\Coroutine\map;
use function Corio\Coroutine\parallel;
use function Corio\Coroutine\race;
use function Corio\Coroutine\run;
use function Corio\Coroutine\scope;
use function Corio\Coroutine\timeout;

/** Starts the servers that the operations talk to, or wait for in vain; their ports by name, or the path of one. */
function operation_peers(): array
{
    static $silent_udp;
    $silent_udp = stream_socket_server('udp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
    return [
        'silent_udp' => port_of($silent_udp),
        'udp' => server('other_echo')->port,
        'unix_datagrams' => server('unix_datagrams')->path,
        'dns' => server('knot')->port,
        'full' => server('tarpit', accept: false)->port,
        'silent' => server('tarpit')->port,
        'slow' => server('slow_reader')->port,
        'slower' => server('slow_reader', chunk: 65536, every: 0.001)->port,
        'partial' => server('turns', says: ['partial'])->port,
        'echo' => server('echo')->port,
        'tls' => server('tls_echo')->port,
        'starttls' => server('starttls')->port,
        'socks' => server('microsocks')->port,
        'ccc' => server('tls_python')->port,
        'no_ccc' => server('tls_python', ccc: 'silent')->port,
    ];
}

function tcp(array $settings = [], int $flags = 0): Client
{
    $client = new Client(Corio\SOCK_TCP | $flags);
    $client->set($settings + ['ssl_cafile' => pki_ca()]);
    return $client;
}

/** A client that is connected to `$port`. */
function open(int $port, array $settings = [], int $flags = 0): Client
{
    $client = tcp($settings, $flags);
    $client->connect('127.0.0.1', $port) || throw new RuntimeException($client->errMsg);
    return $client;
}

/** An exchange with a peer that echoes. */
function exchanged(Client $client): mixed
{
    $client->send("hello\n");
    return $client->recv();
}

/** A client of datagrams, connected to `$port` or to the path `$host`. */
function datagrams(int $type, string $host, int $port = 0): Client
{
    $client = new Client($type);
    $client->connect($host, $port) || throw new RuntimeException($client->errMsg);
    return $client;
}

function received_from(Client $client): mixed
{
    $client->sendto($client->getpeername()['host'], $client->getpeername()['port'], 'hello');
    return $client->recvfrom(100, $address, $port);
}

/** Sends a file of `$size` bytes, none of which takes room on the disk. */
function send_file(Client $client, int $size): bool
{
    $file = tmpfile();
    ftruncate($file, $size);
    return $client->sendfile(stream_get_meta_data($file)['uri']);
}

/** The number of a child process that ends when this process does, if not earlier. */
function child_process(string ...$command): int
{
    $GLOBALS['kept'][] = $process = proc_open($command, [['pipe', 'r']], $pipes);
    $GLOBALS['kept'][] = $pipes;
    return proc_get_status($process)['pid'];
}

/** The path of an empty file that is locked for `$seconds`. */
function locked_file(float $seconds): string
{
    $file = tmpfile();
    flock($file, LOCK_EX);
    go(fn () => [System::sleep($seconds), fclose($file)]);
    return stream_get_meta_data($file)['uri'];
}

/** One end of a connection on which nothing ever comes. */
function silent_stream()
{
    $GLOBALS['kept'][] = $ends = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    return $ends[0];
}

/** Takes a lock that another coroutine holds for `$seconds`. */
function take_lock(Lock $lock, float $seconds): void
{
    go(function () use ($lock, $seconds) {
        $lock->lock();
        System::sleep($seconds);
        $lock->unlock();
    });
    $lock->lock();
    $lock->unlock();
}

/** Asks a pool for a second connection where one is all there is. */
function second_of_a_pool(float $timeout): mixed
{
    $pool = new Corio\ConnectionPool(fn () => new stdClass(), 1);
    $GLOBALS['kept'][] = $pool->get();
    return $pool->get($timeout);
}

function without_tls(int $port): mixed
{
    $client = open($port, flags: Corio\SSL);
    $client->send("CCC\n");
    $client->recv();
    return $client->disableSSL();
}

/** A name that nobody has asked for yet. */
function new_name(): string
{
    return 'n' . bin2hex(random_bytes(6)) . '.any.test';
}

function ask_dns(int $port): void
{
    Coroutine::set(['dns_servers' => ["127.0.0.1:$port"], 'dns_timeout' => 10]);
}

/** A class that only an autoloader can bring, which waits for `$seconds`. */
function load_class(float $seconds): void
{
    static $number = 0;
    $name = 'Loaded' . ++$number;
    spl_autoload_register($loader = function (string $class) use ($seconds) {
        System::sleep($seconds);
        eval("class $class {}");
    }, prepend: true);
    new $name();
    spl_autoload_unregister($loader);
}

final class Waiting implements Countable
{
    public function __construct(private float $seconds) {}

    public function __serialize(): array
    {
        System::sleep($this->seconds);
        return [];
    }

    public function count(): int
    {
        System::sleep($this->seconds);
        return 1;
    }
}

/** Waits inside a callback that a timer has called. */
function in_a_timer(float $seconds): void
{
    $channel = new Channel();
    Timer::after(1, function () use ($channel, $seconds) {
        System::sleep($seconds);
        $channel->push(true);
    });
    $channel->pop();
}

/** Waits inside a callback that a client has called. */
function in_a_client(float $seconds, int $port): void
{
    $channel = new Channel();
    $client = new Corio\Async\Client(Corio\SOCK_TCP);
    $client->on('connect', function (Corio\Async\Client $client) use ($channel, $seconds) {
        System::sleep($seconds);
        $client->close();
        $channel->push(true);
    });
    foreach (['receive', 'error', 'close'] as $event) {
        $client->on($event, fn () => null);
    }
    $client->connect('127.0.0.1', $port);
    $channel->pop();
}

/** Waits in all sorts of places of PHP for `$seconds`: name => code. */
function places(float $seconds): array
{
    $sleep = fn () => System::sleep($seconds);
    return [
        'sleep' => $sleep,
        'run' => fn () => run(fn () => go($sleep)),
        'class' => fn () => load_class($seconds),
        'Fiber' => fn () => (new Fiber(fn () => (new Fiber($sleep))->start()))->start(),
        'generator' => fn () => iterator_to_array((function () use ($sleep) { yield $sleep(); })()),
        'finally' => function () use ($sleep) { try { throw new LogicException(); } catch (LogicException) { } finally { $sleep(); } },
        'defer' => fn () => run(fn () => Coroutine\defer($sleep)),
        'usort' => function () use ($sleep) { $list = [2, 1]; usort($list, fn () => (int) $sleep()); },
        'serialize' => fn () => serialize(new Waiting($seconds)),
        'count' => fn () => count(new Waiting($seconds)),
        'buffer' => function () use ($sleep) { ob_start(); $sleep(); ob_end_clean(); },
        'error handler' => function () use ($sleep) { set_error_handler($sleep, E_USER_NOTICE); trigger_error('x'); restore_error_handler(); },
        'timer' => fn () => in_a_timer($seconds),
        'all' => fn () => all([$sleep, $sleep]),
        'any' => fn () => any([$sleep, $sleep]),
        'race' => fn () => race([$sleep, $sleep]),
        'batch' => fn () => batch([$sleep, $sleep]),
        'map' => fn () => map([1, 2], $sleep),
        'parallel' => fn () => parallel(2, $sleep),
        'join' => fn () => Coroutine::join([go($sleep)]),
        'Scheduler' => function () use ($sleep) { $scheduler = new Scheduler(); $scheduler->add($sleep); $scheduler->start(); },
        'Lock' => fn () => take_lock(new Lock(), $seconds),
        'Lock between processes' => fn () => take_lock(new Lock(true), $seconds),
        'readFile' => fn () => System::readFile(locked_file($seconds), LOCK_SH),
        'writeFile' => fn () => System::writeFile(locked_file($seconds), 'x', LOCK_EX),
        'waitSignal' => fn () => System::waitSignal(10, $seconds), // SIGUSR1
        'exec' => fn () => System::exec("exec sleep $seconds"),
        'timeout' => fn () => timeout($seconds + 1, $sleep),
        'scope' => fn () => scope(fn (Coroutine\Scope $scope) => $scope->go($sleep)),
    ];
}

/** name => [what parks, what returns after a moment] */
function operations(array $ports): array
{
    $big = str_repeat('x', 16 << 20);
    $framed = ['open_eof_check' => true, 'package_eof' => "\n"];
    $starttls = ['ssl_starttls' => 'smtp'];
    $socks = fn (int $port) => ['socks5_host' => '127.0.0.1', 'socks5_port' => $port];
    $operations = [
        'connect' => [
            fn () => tcp()->connect('127.0.0.1', $ports['full']),
            fn () => tcp()->connect('127.0.0.1', $ports['echo']),
        ],
        'connect by name' => [
            fn () => [ask_dns($ports['silent_udp']), tcp()->connect(new_name(), 1)],
            fn () => [ask_dns($ports['dns']), tcp()->connect(new_name(), $ports['echo'])],
        ],
        'gethostbyname' => [
            fn () => [ask_dns($ports['silent_udp']), System::gethostbyname(new_name())],
            fn () => [ask_dns($ports['dns']), System::gethostbyname(new_name())],
        ],
        'getaddrinfo' => [
            fn () => [ask_dns($ports['silent_udp']), System::getaddrinfo(new_name())],
            fn () => [ask_dns($ports['dns']), System::getaddrinfo(new_name())],
        ],
        'dnsGetRecord' => [
            fn () => [ask_dns($ports['silent_udp']), System::dnsGetRecord(new_name(), 'MX')],
            fn () => [ask_dns($ports['dns']), System::dnsGetRecord(new_name(), 'MX')],
        ],
        'handshake' => [
            fn () => tcp(flags: Corio\SSL)->connect('127.0.0.1', $ports['silent']),
            fn () => tcp(flags: Corio\SSL)->connect('127.0.0.1', $ports['tls']),
        ],
        'enableSSL' => [
            fn () => open($ports['silent'])->enableSSL(),
            fn () => open($ports['tls'])->enableSSL(),
        ],
        'ssl_starttls' => [
            fn () => tcp($starttls)->connect('127.0.0.1', $ports['silent']),
            fn () => tcp($starttls)->connect('127.0.0.1', $ports['starttls']),
        ],
        'proxy' => [
            fn () => tcp($socks($ports['silent']))->connect('127.0.0.1', 1),
            fn () => tcp($socks($ports['socks']))->connect('127.0.0.1', $ports['echo']),
        ],
        'send' => [
            fn () => open($ports['slow'])->send($big),
            fn () => open($ports['slower'])->send(substr($big, 0, 3 << 20)),
        ],
        'send over TLS' => [
            fn () => open($ports['tls'], flags: Corio\SSL)->send($big), // which echoes, and nobody takes it
            fn () => open($ports['tls'], flags: Corio\SSL)->send(substr($big, 0, 100_000)),
        ],
        'recv' => [
            fn () => open($ports['silent'])->recv(-1),
            fn () => exchanged(open($ports['echo'])),
        ],
        'recv of a packet' => [
            fn () => open($ports['partial'], $framed)->recv(-1),
            fn () => exchanged(open($ports['echo'], $framed)),
        ],
        'recv over TLS' => [
            fn () => open($ports['tls'], flags: Corio\SSL)->recv(-1),
            fn () => exchanged(open($ports['tls'], flags: Corio\SSL)),
        ],
        'sendfile' => [
            fn () => send_file(open($ports['slow']), 16 << 20),
            fn () => send_file(open($ports['slower']), 3 << 20),
        ],
        'recv of a UDP packet' => [
            fn () => datagrams(Corio\SOCK_UDP, '127.0.0.1', $ports['silent_udp'])->recv(-1),
            fn () => exchanged(datagrams(Corio\SOCK_UDP, '127.0.0.1', $ports['udp'])),
        ],
        'recvfrom' => [
            fn () => datagrams(Corio\SOCK_UDP, '127.0.0.1', $ports['silent_udp'])->recvfrom(100, $address, $port),
            fn () => received_from(datagrams(Corio\SOCK_UDP, '127.0.0.1', $ports['udp'])),
        ],
        'recv of a Unix datagram' => [
            fn () => datagrams(Corio\SOCK_UNIX_DGRAM, $ports['unix_datagrams'])->recv(-1),
            fn () => exchanged(datagrams(Corio\SOCK_UNIX_DGRAM, $ports['unix_datagrams'])),
        ],
        'DTLS handshake' => [
            fn () => (new Client(Corio\SOCK_UDP | Corio\SSL))->connect('127.0.0.1', $ports['silent_udp']),
            fn () => (new Client(Corio\SOCK_UDP | Corio\SSL))->connect('127.0.0.1', $ports['silent_udp'], 0.002),
        ],
        'client callback' => [
            fn () => in_a_client(60, $ports['echo']),
            fn () => in_a_client(0.002, $ports['echo']),
        ],
        'waitEvent' => [
            fn () => System::waitEvent(silent_stream()),
            fn () => System::waitEvent(silent_stream(), timeout: 0.002),
        ],
        'waitPid' => [
            fn () => System::waitPid(child_process('cat')),
            fn () => System::waitPid(child_process('sleep', '0.002')),
        ],
        'wait' => [
            fn () => [child_process('cat'), System::wait()],
            fn () => [child_process('cat'), System::wait(0.002)],
        ],
        'ConnectionPool' => [
            fn () => second_of_a_pool(-1),
            fn () => second_of_a_pool(0.002),
        ],
        'disableSSL' => [
            fn () => without_tls($ports['no_ccc']),
            fn () => without_tls($ports['ccc']),
        ],
        'yield' => [
            fn () => Coroutine::yield(),
            function () {
                $me = Coroutine::getCid();
                $me > 0 && go(fn () => [System::sleep(0.001), Coroutine::resume($me)]) && Coroutine::yield();
            },
        ],
        'pop' => [
            fn () => (new Channel())->pop(),
            fn () => (new Channel())->pop(0.002),
        ],
        'push' => [
            function () { $channel = new Channel(); $channel->push(1); $channel->push(2); },
            function () { $channel = new Channel(); $channel->push(1); $channel->push(2, 0.002); },
        ],
        'select' => [
            fn () => Channel::select([new Channel(), new Channel()]),
            fn () => Channel::select([new Channel()], timeout: 0.002),
        ],
        'WaitGroup' => [
            fn () => (new WaitGroup(1))->wait(),
            fn () => (new WaitGroup(1))->wait(0.002),
        ],
        'Barrier' => [
            function () { $barrier = Barrier::make(); $GLOBALS['kept'][] = $barrier; Barrier::wait($barrier); },
            function () { $barrier = Barrier::make(); $GLOBALS['kept'][] = $barrier; Barrier::wait($barrier, 0.002); },
        ],
    ];
    $returning = places(0.002);
    foreach (places(60) as $name => $parks) {
        $operations[$name] = [$parks, $returning[$name]];
    }
    return $operations;
}

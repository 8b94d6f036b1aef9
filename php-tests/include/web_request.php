<?php
/*
 * What each request of web.php does in its server: it prints what its process had open and in use when it began,
 * resolves a name nobody has asked for yet, talks to a peer, and ends as `end` says.
 */

use Corio\ConnectionPool;
use Corio\Coroutine;
use Corio\Coroutine\Channel;
use Corio\Coroutine\Client;
use Corio\Coroutine\Lock;
use Corio\Coroutine\System;
use Corio\Coroutine\WaitGroup;
use Corio\Timer;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

ini_set('corio.shutdown_timeout', '0.005');
preg_match('/^RssAnon:\s+(\d+) kB/m', file_get_contents('/proc/self/status'), $resident);
echo json_encode([
    'pid' => getmypid(),
    'descriptors' => count(scandir('/proc/self/fd')),
    'resident' => (int) $resident[1],
    'memory' => memory_get_usage(),
]), "\n";

Coroutine::set(['dns_servers' => ["127.0.0.1:$_GET[dns]"], 'dns_timeout' => 5, 'dns_cache_size' => 16]);

function talk(): void
{
    $client = new Client(Corio\SOCK_TCP);
    $client->connect("$_GET[name].any.test", (int) $_GET['peer']) || exit("$client->errMsg\n");
    $client->send($_GET['name']);
    echo $client->recv(), "\n";
}

/** Coroutines that wait in every place in which a request can be left. */
function park(): void
{
    Coroutine::set(['dns_servers' => ["127.0.0.1:$_GET[silent_dns]"]]);
    go(fn () => System::sleep(60));
    go(fn () => Coroutine::yield());
    go(fn () => (new Channel())->pop());
    Timer::tick(1, fn () => null); // endless
    Timer::after(60_000, fn () => null);
    go(fn () => System::gethostbyname('silent.test'));
    go(fn () => (new Client(Corio\SOCK_TCP))->connect('silent.test', 1));
    go(fn () => (new Client(Corio\SOCK_TCP))->connect('127.0.0.1', (int) $_GET['full']));
    go(function () {
        $client = new Client(Corio\SOCK_TCP);
        $client->connect('127.0.0.1', (int) $_GET['silent']);
        $client->recv();
    });
    park_for_each_other();
}

/** Each with a value that has to go, too. */
function park_for_each_other(): void
{
    $empty = new Channel(1);
    $full = new Channel(1);
    $full->push([$empty, $full]);
    $lock = new Lock();
    $lock->lock();
    $pool = new ConnectionPool(fn () => new ArrayObject([$full]), 1);
    $pool->get();
    go(fn () => $empty->pop());
    go(fn () => $empty->pop(60));
    go(fn () => $full->push(new ArrayObject([$full])));
    go(fn () => Channel::select([$empty], [[$full, new ArrayObject([$full])]]));
    go(fn () => (new WaitGroup(1))->wait());
    go(fn () => $lock->lock());
    go(fn () => $pool->get());
}

run('talk');
match ($_GET['end']) {
    'return' => null,
    'parked' => park(),
    'exit' => run(function () {
        park();
        exit;
    }),
    'exit in main' => [park(), exit],
    'exception' => go(function () {
        park();
        throw new Exception('expected by the test');
    }),
    'fatal' => run(function () {
        park();
        str_repeat('x', 1 << 30);
    }),
    'fatal in main' => [park(), eval('class Twice {} class Twice {}')],
};

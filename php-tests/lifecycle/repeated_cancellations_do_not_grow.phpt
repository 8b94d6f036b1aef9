--TEST--
lifecycle: cancelled coroutines, tasks, scopes and joins leave nothing behind
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;
use Corio\Coroutine\Client;
use Corio\Coroutine\Scope;
use Corio\Coroutine\System;

use function Corio\Coroutine\all;
use function Corio\Coroutine\any;
use function Corio\Coroutine\go;
use function Corio\Coroutine\race;
use function Corio\Coroutine\run;
use function Corio\Coroutine\scope;
use function Corio\Coroutine\timeout;

$port = server('tarpit')->port;

function waits(int $port): callable
{
    return function () use ($port) {
        $client = new Client(Corio\SOCK_TCP);
        try {
            $client->connect('127.0.0.1', $port);
            Coroutine::getContext()['client'] = $client;
            return $client->recv();
        } finally {
            $client->send('QUIT');
            $client->recv(0.001);
        }
    };
}

function attempt(callable $try): void
{
    try {
        $try();
    } catch (Corio\Exception | LogicException) {
    }
}

$fails = function () { System::sleep(0.002); throw new LogicException('failure'); };
$round = fn () => run(function () use ($port, $fails) {
    $waits = waits($port);
    attempt(fn () => all([$waits, $waits, $fails, fn () => all([$waits])]));
    attempt(fn () => any([$waits, fn () => System::sleep(0.002)]));
    attempt(fn () => race([$waits, fn () => System::sleep(0.002)]));
    attempt(fn () => timeout(0.002, $waits));
    attempt(fn () => scope(function (Scope $scope) use ($waits, $fails) { $scope->go($waits); $scope->go($fails); System::sleep(9); }));
    attempt(function () use ($waits) { $scope = new Scope; $scope->go($waits); });
    $ids = [go($waits), go($waits)];
    Coroutine::join($ids, 0.001);
    foreach ($ids as $number => $id) {
        Coroutine::cancel($id, $number === 0);
    }
    Coroutine::setTimeLimit(0.001);
    attempt(fn () => Coroutine::yield());
});
$round();
$round();
gc_collect_cycles();
[$memory, $descriptors] = [memory_get_usage(), count(descriptors())];
for ($n = 0; $n < 20; $n++) {
    $round();
}
gc_collect_cycles();
$stats = Coroutine::stats();
var_dump(memory_get_usage() - $memory < 4096, count(descriptors()) - $descriptors, $stats['coroutine_num'], $stats['event_num'], $stats['timer_num']);
?>
--EXPECT--
bool(true)
int(0)
int(0)
int(0)
int(0)

--TEST--
neighbours: AMPHP 2.6 inside coroutines: its loop, its promises and its own coroutines beside corio's waits
--FILE--
<?php
require __DIR__ . '/../include/server.php';
error_reporting(E_ALL & ~E_DEPRECATED); // it is older than PHP 8.4
require '/usr/share/php/Amp/autoload.php';
require_once '/usr/share/php/Amp/functions.php';
require_once '/usr/share/php/Amp/Internal/functions.php';

use Amp\Deferred;
use Amp\Delayed;
use Amp\Loop;
use Amp\Producer;
use Corio\Coroutine\System;

use function Amp\Promise\all;
use function Amp\Promise\timeout;
use function Amp\Promise\wait;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function ask(int $port, string $text): string
{
    $client = connected($port);
    $client->send($text);
    return $client->recv();
}

$port = server('echo')->port;
$beside = 0;
run(function () use ($port, &$beside) {
    go(function () use (&$beside) {
        for ($i = 0; $i < 10; $i++) {
            System::sleep(0.001);
            $beside++;
        }
    });
    // One loop per coroutine that runs one: AMPHP's is global, and in use while the coroutine that runs it waits.
    go(function () use ($port) {
        Loop::run(function () use ($port) {
            $answers = yield all([
                'corio' => Amp\call(function () use ($port) {
                    yield new Delayed(2);
                    return ask($port, 'from an Amp coroutine');
                }),
                'producer' => Amp\call(function () use ($port) {
                    $list = [];
                    $producer = new Producer(function (callable $emit) use ($port) {
                        foreach ([1, 2, 3] as $n) {
                            yield $emit(ask($port, "emitted $n"));
                        }
                    });
                    while (yield $producer->advance()) {
                        $list[] = $producer->getCurrent();
                    }
                    return implode(' ', $list);
                }),
                'failure' => Amp\call(function () {
                    try {
                        yield timeout(new Delayed(10000), 5);
                    } catch (Amp\TimeoutException $e) {
                        System::sleep(0.001);
                        return get_class($e);
                    }
                }),
                'stream' => Amp\call(function () {
                    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
                    $deferred = new Deferred();
                    Loop::onReadable($ours, function ($id, $stream) use ($deferred) {
                        Loop::cancel($id);
                        $deferred->resolve(fread($stream, 100));
                    });
                    Loop::delay(3, fn () => fwrite($theirs, 'from a stream'));
                    return yield $deferred->promise();
                }),
            ]);
            foreach ($answers as $name => $answer) {
                echo "$name: $answer\n";
            }
        });
    });
});
echo "$beside turns beside the loop\n";

// A corio coroutine resolves what Amp code waits for, while that code lets corio go on.
$deferred = new Deferred();
go(function () use ($deferred, $port) {
    System::sleep(0.01);
    $deferred->resolve(ask($port, 'resolved by a coroutine'));
});
Loop::repeat(1, fn () => System::sleep(0.001));
echo wait($deferred->promise()), "\n";

// An exception goes the way it goes without corio: promise, loop, coroutine, run().
try {
    run(fn () => Loop::run(function () {
        yield new Delayed(1);
        System::sleep(0.001);
        throw new DomainException('through the loop');
    }));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
corio: from an Amp coroutine
producer: emitted 1 emitted 2 emitted 3
failure: Amp\TimeoutException
stream: from a stream
10 turns beside the loop
resolved by a coroutine
through the loop

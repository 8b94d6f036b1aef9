--TEST--
neighbours: a loop of Suspensions, as Revolt has, inside coroutines and around them
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/suspension.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function pause(Loop $loop, float $seconds): void
{
    $suspension = new Suspension($loop);
    $loop->delay($seconds, fn () => $suspension->resume());
    $suspension->suspend();
}

function ask(int $port, string $text): string
{
    $client = connected($port);
    $client->send($text);
    return $client->recv();
}

/** A Fiber of the loop that waits for the loop's things and for corio's in turn. */
function both(Loop $loop, int $port, string $name, array &$log): void
{
    pause($loop, 0.005);
    $log[] = ask($port, "$name asks");
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $loop->delay(0.005, fn () => fwrite($theirs, "$name reads"));
    $suspension = new Suspension($loop);
    $loop->onReadable($ours, fn () => $suspension->resume(fread($ours, 100)));
    $log[] = $suspension->suspend();
    System::sleep(0.002);
}

$port = server('echo')->port;
$others = 0;

// Several coroutines, each with a loop of its own; a coroutine beside them goes on while they wait for corio.
$lines = [];
run(function () use ($port, &$others, &$lines) {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name, $port, &$lines) {
            $loop = new Loop();
            $log = [];
            $done = 0;
            foreach ([1, 2] as $n) {
                $loop->async(function () use ($loop, $port, $name, $n, &$log, &$done) {
                    both($loop, $port, "$name$n", $log);
                    $done++;
                });
            }
            pause($loop, 0.001); // outside of the loop's Fibers
            $loop->runUntil(function () use (&$done) { return $done === 2; });
            sort($log);
            $lines[] = implode(', ', $log) . ' in ' . (Coroutine::getCid() > 0 ? 'a coroutine' : '{main}');
        });
    }
    go(function () use (&$others) {
        for ($i = 0; $i < 5; $i++) {
            System::sleep(0.001);
            $others++;
        }
    });
});
sort($lines);
echo implode("\n", $lines), "\n$others turns beside them\n";

// The loop in {main}; its Fibers start coroutines, which resume Suspensions.
$loop = new Loop();
$suspension = new Suspension($loop);
$loop->async(function () use ($loop, $port, $suspension) {
    go(function () use ($port, $suspension) {
        $suspension->resume(ask($port, 'a coroutine resumes a Suspension'));
    });
    for ($i = 0; $i < 100; $i++) {
        pause($loop, 0.001);
        System::sleep(0.001); // lets the coroutine go on
    }
});
echo $suspension->suspend(), "\n";
?>
--EXPECT--
a1 asks, a1 reads, a2 asks, a2 reads in a coroutine
b1 asks, b1 reads, b2 asks, b2 reads in a coroutine
5 turns beside them
a coroutine resumes a Suspension

--TEST--
neighbours: generators that read from the network, delegated, sent to, thrown into, dropped and killed
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

/** Sends what it is sent, yields what comes back; says goodbye however it ends. */
function conversation(int $port): Generator
{
    $client = connected($port);
    $answer = 'ready';
    try {
        while (true) {
            try {
                $question = yield $answer;
            } catch (RuntimeException $e) {
                $question = $e->getMessage();
            }
            $client->send($question);
            $answer = $client->recv();
        }
    } finally {
        echo $client->send('bye') ? 'said ' . json_encode($client->recv()) : 'cannot say bye', "\n";
    }
}

$port = server('echo')->port;
run(function () use ($port) {
    $all = [];
    for ($n = 0; $n < 3; $n++) {
        go(function () use ($n, $port, &$all) {
            $talk = (fn () => yield from conversation($port))();
            $all[$n][] = $talk->current();
            $all[$n][] = $talk->send("sent $n");
            $all[$n][] = $talk->throw(new RuntimeException("thrown $n"));
            if ($n === 1) {
                $talk->send('x');
                Coroutine::yield(); // killed with the generator on its stack of calls
            }
        });
    }
    System::sleep(0.2);
    ksort($all);
    echo implode("\n", array_map(fn ($list) => implode(', ', $list), $all)), "\n";
    exit(0);
});
?>
--EXPECT--
said "bye"
said "bye"
ready, sent 0, thrown 0
ready, sent 1, thrown 1
ready, sent 2, thrown 2
cannot say bye

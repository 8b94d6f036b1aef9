--TEST--
neighbours: Fibers inside coroutines inside Fibers inside coroutines, all of them on the network
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

function ask(int $port, string $text): string
{
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca()]);
    $client->connect('127.0.0.1', $port) && $client->send($text);
    $answer = (string) $client->recv();
    $client->close();
    return $answer;
}

/** Layer by layer, in turn a Fiber and a coroutine; each talks before and after the layers below it. */
function layer(int $depth, int $port, string $name): array
{
    $answers = [ask($port, "$name goes down $depth")];
    if ($depth > 0 && $depth % 2) {
        run(function () use ($depth, $port, $name, &$answers) {
            foreach (['l', 'r'] as $side) {
                go(function () use ($depth, $port, $name, $side, &$answers) {
                    array_push($answers, ...layer($depth - 1, $port, "$name$side"));
                });
            }
        });
    } elseif ($depth > 0) {
        $fiber = new Fiber(function () use ($depth, $port, $name) {
            $more = layer($depth - 1, $port, "{$name}f");
            $word = Fiber::suspend(ask($port, "$name suspends $depth"));
            return [...$more, ask($port, "$name $word")];
        });
        $answers[] = $fiber->start();
        System::sleep(0.001);
        $fiber->resume('resumes');
        array_push($answers, ...$fiber->getReturn());
    }
    return [...$answers, ask($port, "$name comes up $depth")];
}

$port = server('tls_echo')->port;
$all = [];
run(function () use ($port, &$all) {
    foreach (['a', 'b'] as $name) {
        go(function () use ($name, $port, &$all) {
            $all[$name] = layer(4, $port, $name);
        });
    }
});
$fiber = new Fiber(function () use ($port, &$all) {
    $all['m'] = layer(3, $port, 'm');
    Fiber::suspend();
});
$fiber->start();
foreach (['a', 'b', 'm'] as $name) {
    $answers = $all[$name];
    $own = preg_grep("/^$name/", $answers);
    echo "$name: ", count($answers), ' answers, ', count(array_unique($own)), " of its own, {$answers[0]}, ", end($answers), "\n";
}
echo Corio\Coroutine::stats()['coroutine_num'], " coroutines left\n";
?>
--EXPECT--
a: 26 answers, 26 of its own, a goes down 4, a comes up 4
b: 26 answers, 26 of its own, b goes down 4, b comes up 4
m: 22 answers, 22 of its own, m goes down 3, m comes up 3
0 coroutines left

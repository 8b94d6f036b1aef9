--TEST--
neighbours: the garbage collector with five thousand parked coroutines, their cycles, closures and clients
--INI--
memory_limit=-1
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\defer;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

const COUNT = 5000;

final class Node
{
    public static int $alive = 0;
    public array $others = [];
    public ?Closure $callback = null;

    public function __construct()
    {
        self::$alive++;
        $this->callback = fn () => $this; // a cycle
    }

    public function __destruct()
    {
        self::$alive--;
    }
}

$wrong = 0;
run(function () use (&$wrong) {
    for ($i = 0; $i < COUNT; $i++) {
        go(function () use (&$wrong, $i) {
            $kept = new Node();
            $kept->others[] = $kept;
            $client = new Client(Corio\SOCK_TCP);
            $client->set(['package_length_func' => fn () => $kept->others !== [] && $client ? 1 : 0]); // one more, through the client
            defer(fn () => $kept->others);
            $garbage = new Node();
            $garbage->others = [$garbage, $kept];
            $garbage = null;
            (new Fiber(function () use ($kept) { System::sleep(0.2); $kept->others[] = 1; }))->start();
            $wrong += ($kept->callback)() !== $kept || count($kept->others) !== 2;
        });
        if ($i % 1000 === 999) {
            gc_collect_cycles();
        }
    }
    gc_collect_cycles();
    echo Node::$alive, " are left while all wait\n";
});
gc_collect_cycles();
echo Node::$alive, " afterwards, $wrong wrong\n";
?>
--EXPECT--
5000 are left while all wait
0 afterwards, 0 wrong

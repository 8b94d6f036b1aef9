--TEST--
neighbours: destructors that send and wait for the answer, wherever they are called from
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

final class Session
{
    public ?self $self = null;
    private Client $client;

    public function __construct(private string $name, int $port)
    {
        $this->client = connected($port);
    }

    public function __destruct()
    {
        $this->client->send("QUIT $this->name");
        echo $this->client->recv(), "\n";
    }
}

$port = server('echo')->port;
run(function () use ($port) {
    $session = new Session('unset', $port);
    unset($session);
    $session = new Session('overwritten', $port);
    $session = null;
    (function () use ($port) { $local = new Session('local', $port); })();
    try {
        (function () use ($port) { $local = new Session('unwound', $port); throw new Exception(); })();
    } catch (Exception) {
    }
    $cycle = new Session('collected', $port);
    $cycle->self = $cycle;
    unset($cycle);
    echo gc_collect_cycles() > 0 ? "garbage\n" : "no garbage\n";
    (new Fiber(function () use ($port) { new Session('in a Fiber', $port); }))->start();
    (function () use ($port) { $local = new Session('in a generator', $port); yield; })()->current();
    go(function () use ($port) {
        $local = new Session('of a coroutine', $port);
        System::sleep(0.01);
    });
});
$last = new Session('at the end', $port);
?>
--EXPECT--
QUIT unset
QUIT overwritten
QUIT local
QUIT unwound
QUIT collected
garbage
QUIT in a Fiber
QUIT in a generator
QUIT of a coroutine
QUIT at the end

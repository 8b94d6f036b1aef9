--TEST--
callback: an object is kept while it is connected, and then freed, cycles through its callbacks too
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

final class Watched extends Corio\Async\Client
{
    public static int $alive = 0;
    public array $cycle = [];

    public function __construct()
    {
        parent::__construct(Corio\SOCK_TCP);
        self::$alive++;
        $this->cycle[] = $this;
        foreach (['connect', 'receive', 'error', 'close', 'bufferFull', 'bufferEmpty'] as $event) {
            // The closure holds the object that holds it.
            $this->on($event, fn (...$arguments) => $this->{"on_$event"}(...$arguments));
        }
    }

    public function __destruct()
    {
        self::$alive--;
    }

    public function __call(string $event, array $arguments): void
    {
        match ($event) {
            'on_connect' => $this->send('hello'),
            'on_receive' => $this->close(),
            default => null,
        };
    }
}

$echo = server('echo');
new Watched();
gc_collect_cycles();
var_dump(Watched::$alive);
Corio\Coroutine\run(function () use ($echo) {
    (new Watched())->connect('127.0.0.1', $echo->port);
    gc_collect_cycles();
    var_dump(Watched::$alive);
});
gc_collect_cycles();
var_dump(Watched::$alive);

// A refused one is not kept either.
Corio\Coroutine\run(fn () => (new Watched())->connect('127.0.0.1', refused_port()));
gc_collect_cycles();
var_dump(Watched::$alive);

// Without a cycle no collector is needed.
gc_disable();
Corio\Coroutine\run(fn () => quiet(['connect' => fn ($client) => $client->close()])->connect('127.0.0.1', $echo->port));
$before = [memory_get_usage(), count(descriptors())];
for ($i = 0; $i < 200; $i++) {
    Corio\Coroutine\run(fn () => quiet([
        'connect' => fn ($client) => $client->send('x'),
        'receive' => fn ($client) => $client->close(),
    ])->connect('127.0.0.1', $echo->port));
}
var_dump(memory_get_usage() - $before[0] < 2000, count(descriptors()) - $before[1]);
?>
--EXPECT--
int(0)
int(1)
int(0)
int(0)
bool(true)
int(0)

--TEST--
pool: a client that is closed, has unread data, failed last, or lost its peer is not handed out again
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/fork.php';

use Corio\ConnectionPool;
use Corio\Coroutine\Client;
use Corio\Coroutine\System;

use function Corio\Coroutine\run;

$peer = server('echo');
$pool = new ConnectionPool(fn () => connected($peer->port), 2);
$fd = fn (Client $client) => $client->fd;
$again = function (string $what, Closure $use) use ($pool) {
    $client = $pool->get();
    $use($client);
    $pool->put($client);
    $next = $pool->get();
    echo "$what: ", $next === $client ? 'same' : 'another', "\n";
    echo json_encode(talk($next)), "\n";
    $pool->put($next);
};
function talk(Client $client): string
{
    $client->send('hello');
    return $client->recv();
}

run(function () use ($again, $pool) {
    $again('used', fn ($client) => talk($client));
    $again('closed', fn ($client) => $client->close());
    $again('with unread data', function ($client) {
        $client->send('nobody reads the echo');
        while ($client->peek() === false) {
            System::sleep(0.001);
        }
    });
    $again('after a timeout', fn ($client) => $client->recv(0.001));
    echo json_encode($pool->stats()), "\n";

    // One whose peer leaves while it is idle.
    $peer = server('half_close');
    $lost = connected($peer->port);
    $pool->put($lost);
    while ($lost->peek() === false && $lost->errCode === 11) {
        System::sleep(0.001);
    }
    $first = $pool->get();
    $second = $pool->get();
    var_dump($first !== $lost && $second !== $lost, talk($first), talk($second));
    $pool->put($first);
    $pool->put($second);
});

// A child does not use its parent's connections.
in_a_child(function () use ($pool) {
    $client = $pool->get();
    echo json_encode(talk($client)), "\n";
});
echo json_encode(talk($pool->get())), "\n";
?>
--EXPECT--
used: same
"hello"
closed: another
"hello"
with unread data: another
"hello"
after a timeout: another
"hello"
{"size":2,"connections":1,"idle":1,"in_use":0,"waiting":0}
bool(true)
string(5) "hello"
string(5) "hello"
"hello"
"hello"

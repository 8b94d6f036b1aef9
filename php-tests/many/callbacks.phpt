--TEST--
many: ten thousand connections at once [callback]
--EXTENSIONS--
posix
--INI--
memory_limit=-1
--FILE--
<?php
require __DIR__ . '/../include/many.php';

use Corio\Async\Client;
use function Corio\Coroutine\run;

$peer = server('many');
$count = how_many($peer);
$clients = [];
$right = $closed = 0;
$failures = [];
run(function () use ($peer, $count, &$clients, &$right, &$failures, &$closed) {
    for ($i = 0; $i < $count; $i++) {
        $client = new Client(Corio\SOCK_TCP);
        $client->on('connect', function (Client $client) use ($i, $count, &$clients) {
            $clients[$i] = $client;
            if (count($clients) === $count) {
                array_walk($clients, fn (Client $client, int $i) => $client->send("hello $i"));
            }
        });
        $client->on('receive', function (Client $client, string $data) use ($i, &$right) {
            $right += (int) ($data === "hello $i");
            $client->close();
        });
        $client->on('error', function (Client $client) use (&$failures) {
            $failures[$client->errMsg] = true;
        });
        $client->on('close', function () use (&$closed) {
            $closed++;
        });
        $client->connect('127.0.0.1', $peer->port, 60);
    }
});
print_most($peer, $count);
echo implode("\n", array_keys($failures)), $right === $count && $closed === $count ? "all right\n" : "$right, $closed of $count\n";
?>
--EXPECT--
all at once
all right

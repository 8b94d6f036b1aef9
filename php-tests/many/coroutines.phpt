--TEST--
many: ten thousand connections at once [coroutine]
--EXTENSIONS--
posix
--INI--
memory_limit=-1
--FILE--
<?php
require __DIR__ . '/../include/many.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\{go, run};

$peer = server('many');
$count = how_many($peer);
$connected = $right = 0;
$failures = [];
$waiting = [];
run(function () use ($peer, $count, &$connected, &$right, &$failures, &$waiting) {
    for ($i = 0; $i < $count; $i++) {
        go(function () use ($peer, $count, $i, &$connected, &$right, &$failures, &$waiting) {
            $client = new Client(Corio\SOCK_TCP);
            if (!$client->connect('127.0.0.1', $peer->port, 60)) {
                $failures[$client->errMsg] = true;
            }
            if (++$connected < $count) {
                $waiting[] = Corio\Coroutine::getCid();
                Corio\Coroutine::yield();
            } else {
                foreach ($waiting as $cid) {
                    Corio\Coroutine::resume($cid);
                }
            }
            $client->send("hello $i");
            $right += (int) ($client->recv(60) === "hello $i");
        });
    }
});
print_most($peer, $count);
echo implode("\n", array_keys($failures)), $right === $count ? "all right\n" : "$right of $count\n";
?>
--EXPECT--
all at once
all right

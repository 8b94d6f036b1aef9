--TEST--
swoole: a script for Swoole: a pool of connections
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('echo')->port;

use Swoole\ConnectionPool;
use Swoole\Coroutine\WaitGroup;

Co\run(function () use ($port) {
    $made = 0;
    $pool = new ConnectionPool(function () use ($port, &$made) {
        $made++;
        $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP);
        $client->connect('127.0.0.1', $port);
        return $client;
    }, 2);
    $wg = new WaitGroup();
    $replies = [];
    for ($i = 0; $i < 6; $i++) {
        $wg->add();
        go(function () use ($pool, $wg, $i, &$replies) {
            $client = $pool->get();
            $client->send("query $i");
            $replies[$i] = $client->recv();
            $pool->put($client);
            $wg->done();
        });
    }
    $wg->wait();
    ksort($replies);
    echo implode(', ', $replies), "\nconnections: $made\n";
    $pool->get()->close();
    $pool->put(null);
    echo get_class($pool->get()), ", connections: $made\n";
    $pool->close();
});
?>
--EXPECT--
query 0, query 1, query 2, query 3, query 4, query 5
connections: 2
Corio\Coroutine\Client, connections: 2

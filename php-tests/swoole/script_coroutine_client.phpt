--TEST--
swoole: a script for Swoole: requests in coroutines, one connection each
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('echo')->port;

use Swoole\Coroutine;
use Swoole\Coroutine\Client;
use function Swoole\Coroutine\run;

run(function () use ($port) {
    $replies = [];
    for ($i = 1; $i <= 3; $i++) {
        go(function () use ($i, $port, &$replies) {
            $client = new Client(SWOOLE_SOCK_TCP);
            $client->set(['timeout' => 3.0, 'connect_timeout' => 1.0, 'write_timeout' => 10.0, 'read_timeout' => 0.5]);
            if (!$client->connect('127.0.0.1', $port, 0.5)) {
                throw new Exception("connect failed. Error: {$client->errCode}");
            }
            defer(function () use ($client) {
                $client->close();
            });
            $client->send("request $i");
            $replies[Coroutine::getCid()] = $client->recv();
        });
    }
    while (count($replies) < 3) {
        Co::sleep(0.001);
    }
    ksort($replies);
    print_r($replies);
});
?>
--EXPECT--
Array
(
    [2] => request 1
    [3] => request 2
    [4] => request 3
)

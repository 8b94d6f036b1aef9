--TEST--
swoole: a script for Swoole: the callback client against an echo server
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$port = server('echo')->port;

use Swoole\Async\Client;

$client = new Client(SWOOLE_SOCK_TCP);
$count = 0;
$client->on('connect', function (Client $cli) {
    echo 'connected: ', json_encode($cli->isConnected()), "\n";
    $cli->send('hello 1');
});
$client->on('receive', function (Client $cli, string $data) use (&$count) {
    echo "received: $data\n";
    if (++$count === 3) {
        $cli->send('END');
        return;
    }
    Co::sleep(0.001); // callbacks are coroutines
    $cli->send('hello ' . ($count + 1));
});
$client->on('error', function (Client $cli) {
    echo "error: $cli->errCode\n";
});
$client->on('close', function (Client $cli) {
    echo 'closed: ', json_encode($cli->isConnected()), "\n";
});
var_dump($client->connect('127.0.0.1', $port, 1.0));
Swoole\Event::wait();

$refused = new Client(SWOOLE_SOCK_TCP);
foreach (['connect', 'receive', 'close'] as $event) {
    $refused->on($event, fn () => print("not to be called\n"));
}
$refused->on('error', function (Client $cli) {
    echo 'error: ', swoole_strerror($cli->errCode), "\n";
});
$refused->connect('127.0.0.1', refused_port(), 1.0);
Swoole\Event::wait();
echo "the end\n";
?>
--EXPECT--
bool(true)
connected: true
received: hello 1
received: hello 2
received: hello 3
closed: false
error: Connection refused
the end

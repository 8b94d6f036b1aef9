--TEST--
swoole: a script for Swoole: failures told by errCode, swoole_strerror() and constants
--INI--
corio.swoole_aliases=1
--FILE--
<?php
require __DIR__ . '/../include/server.php';
$echo = server('echo')->port;
$refused = refused_port();

function tell(object $client): string
{
    return match ($client->errCode) {
        SOCKET_ETIMEDOUT, SOCKET_EAGAIN => 'timeout',
        SOCKET_ECONNREFUSED => 'refused',
        SOCKET_ECONNRESET, SOCKET_EPIPE => 'broken',
        SWOOLE_ERROR_CLIENT_NO_CONNECTION => 'not connected',
        SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED => 'unknown host',
        default => "code $client->errCode",
    };
}

$client = new Swoole\Client(SWOOLE_SOCK_TCP);
var_dump(@$client->connect('127.0.0.1', $refused, 0.5));
echo tell($client), ': ', swoole_strerror($client->errCode), "\n";
var_dump(@$client->send('x'));
echo tell($client), ': ', swoole_strerror($client->errCode, SWOOLE_STRERROR_SWOOLE), "\n";

Co\run(function () use ($echo, $refused) {
    $client = new Co\Client(SWOOLE_SOCK_TCP);
    var_dump($client->connect('127.0.0.1', $refused));
    echo tell($client), "\n";
    var_dump($client->send('x'));
    echo tell($client), "\n";
    var_dump($client->connect('name.invalid', 80, 5));
    echo tell($client), "\n";
    var_dump($client->connect('127.0.0.1', $echo), $client->recv(0.05));
    echo tell($client), "\n";
    $client->send('RESET');
    var_dump($client->recv());
    echo tell($client), "\n";
    var_dump(Swoole\Coroutine::cancel(Co::getCid()), swoole_last_error() === SWOOLE_ERROR_CO_CANNOT_CANCEL);
    swoole_clear_error();
    var_dump(swoole_last_error());
});

try {
    new Swoole\Client(99);
} catch (TypeError $e) {
    echo get_class($e), "\n";
}
try {
    $client = new Swoole\Coroutine\Client(SWOOLE_SOCK_TCP);
    $client->set(['package_length_type' => '?', 'open_length_check' => true]);
} catch (Swoole\Exception $e) {
    echo 'caught ', get_class($e), "\n";
}
?>
--EXPECT--
bool(false)
refused: Connection refused
bool(false)
not connected: There is no connection
bool(false)
refused
bool(false)
not connected
bool(false)
unknown host
bool(true)
bool(false)
timeout
bool(false)
broken
bool(false)
bool(true)
int(0)
TypeError
caught Corio\Exception

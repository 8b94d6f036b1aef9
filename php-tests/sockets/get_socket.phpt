--TEST--
sockets: getSocket() gives another descriptor of the same socket to ext-sockets [sync, callback]
--FILE--
<?php
require __DIR__ . '/../include/child.php';
require __DIR__ . '/../include/sockets.php';

$port = server('echo')->port;
$code = <<<'PHP'
    $client = new Corio\Client(Corio\SOCK_TCP);
    set_error_handler(fn (int $code, string $message) => print("$message\n"));
    var_dump($client->getSocket());
    $client->connect('127.0.0.1', PORT);
    $socket = $client->getSocket();
    socket_getpeername($socket, $host, $port);
    var_dump($host, $port === PORT);
    socket_set_option($socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    // Who gives its copy another mode, and closes it, does no harm.
    socket_set_block($socket);
    $client->send('both');
    var_dump($client->recv());
    $client->send('directly');
    var_dump(socket_read($socket, 100));
    socket_close($socket);
    $client->send('still there');
    var_dump($client->recv());
    // A copy outlives the client.
    $socket = $client->getSocket();
    $client->close();
    socket_write($socket, 'by the copy');
    var_dump(socket_read($socket, 100));
    Corio\Coroutine\run(function () {
        $client = new Corio\Async\Client(Corio\SOCK_TCP);
        foreach (['receive', 'error', 'close'] as $event) {
            $client->on($event, fn () => null);
        }
        $client->on('connect', function ($client) {
            var_dump(get_class($client->getSocket()));
            $client->close();
        });
        $client->connect('127.0.0.1', PORT);
    });
    $udp = new Corio\Client(Corio\SOCK_UDP);
    $udp->connect('127.0.0.1', PORT);
    var_dump(socket_get_option($udp->getSocket(), SOL_SOCKET, SO_TYPE) === SOCK_DGRAM);
    PHP;
$code = str_replace('PORT', $port, $code);
extension_loaded('sockets') ? child($code) : child($code, 'extension=sockets');
?>
--EXPECT--
Corio\Client::getSocket(): client is not connected to server (never connected)
bool(false)
string(9) "127.0.0.1"
bool(true)
string(4) "both"
string(8) "directly"
string(11) "still there"
string(11) "by the copy"
string(6) "Socket"
bool(true)
exit code 0

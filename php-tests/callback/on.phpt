--TEST--
callback: on() knows whole names in any case; what connect() needs; the callback set last counts
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Async\Client;

set_error_handler(fn (int $level, string $message) => print("$message\n"));
$client = new Client(Corio\SOCK_TCP);
foreach (['con', 'connected', '', "connect\0", 'onConnect', 'message'] as $name) {
    var_dump($client->on($name, fn () => null));
}
foreach (['CONNECT', 'Receive', 'eRROR', 'close', 'BUFFERFULL', 'bufferempty'] as $name) {
    try {
        strncasecmp($name, 'buffer', 6) && $client->connect('127.0.0.1', 1);
    } catch (Corio\Exception $e) {
        echo "[{$e->getCode()}] {$e->getMessage()}\n";
    }
 
    var_dump($client->on($name, fn () => print("$name\n")));
}
try {
    $client->on('close', 'no_such_function');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}

class Private_
{
    public function __construct(Client $client)
    {
        $client->on('receive', [$this, 'received']);
        $client->on('close', self::closed(...));
    }

    private function received(Client $client, string $data): void
    {
        echo "private method: $data\n";
        $client->on('receive', fn ($client, $data) => print("set anew: $data\n"));
        $client->send('END');
        $client->send('END');
    }

    private static function closed(): void
    {
        echo "closed\n";
    }
}
$client->on('connect', fn ($client) => $client->send('hello'));
new Private_($client);
Corio\Coroutine\run(fn () => $client->connect('127.0.0.1', server('echo')->port));
?>
--EXPECTF--
Corio\Async\Client::on(): Unknown event types[con]
bool(false)
Corio\Async\Client::on(): Unknown event types[connected]
bool(false)
Corio\Async\Client::on(): Unknown event types[]
bool(false)
Corio\Async\Client::on(): Unknown event types[connect\x00]
bool(false)
Corio\Async\Client::on(): Unknown event types[onConnect]
bool(false)
Corio\Async\Client::on(): Unknown event types[message]
bool(false)
[505] no 'onReceive' callback function
bool(true)
[505] no 'onReceive' callback function
bool(true)
[505] no 'onError' callback function
bool(true)
[505] no 'onClose' callback function
bool(true)
bool(true)
bool(true)
Corio\Async\Client::on(): Argument #2 ($callback) must be a valid callback, function "no_such_function" not found or invalid function name
private method: hello
closed

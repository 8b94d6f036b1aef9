--TEST--
sync: a subclass may override and call every method of its parent
--FILE--
<?php
require __DIR__ . '/../include/server.php';

class Counted extends Corio\Client
{
    public array $calls = [];
    public int $mine = 5;

    public function __construct(int $type = Corio\SOCK_TCP)
    {
        parent::__construct($type);
    }

    public function send(string $data, int $flag = 0): int|false
    {
        $this->calls[] = __FUNCTION__;
        return parent::send($data, $flag);
    }

    public function recv(int $size = 65536, int $flag = 0): string|false
    {
        $this->calls[] = __FUNCTION__;
        return strtoupper(parent::recv($size, $flag));
    }
}

$peer = server('echo');
$client = new Counted();
$client->connect('127.0.0.1', $peer->port);
$client->send('hello');
echo $client->recv(), ' ', implode(' ', $client->calls), " $client->mine $client->errCode\n";
var_dump($client->close(), $client instanceof Corio\Client);

class Forgetful extends Corio\Client
{
    public function __construct()
    {
    }
}
foreach (get_class_methods(Corio\Client::class) as $method) {
    if ($method === '__construct') {
        continue;
    }
    try {
        $arguments = ['set' => [[1]], 'connect' => ['x', 1], 'send' => ['x'], 'sendto' => ['x', 1, 'x'], 'sendfile' => [__FILE__], 'shutdown' => [1]];
        (new Forgetful())->$method(...$arguments[$method] ?? []);
        echo "$method: no exception\n";
    } catch (Corio\Exception $e) {
        $messages[$e->getMessage()] = true;
    }
}
echo implode("\n", array_keys($messages)), "\n";
$read = [new Forgetful()];
$write = $except = [];
var_dump(@Corio\client_select($read, $write, $except, 0));
?>
--EXPECT--
HELLO send recv 5 0
bool(true)
bool(true)
the object's constructor was not called
bool(false)

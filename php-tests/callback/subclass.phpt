--TEST--
callback: is a Corio\Client; every method can be called, inherited or not, and overridden
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

class Greeter extends Corio\Async\Client
{
    public string $greeting = 'hello';

    public function connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool
    {
        $this->on('connect', $this->connected(...));
        $this->on('receive', fn ($client, $data) => $client->received($data));
        $this->on('error', fn () => null);
        $this->on('close', fn ($client) => print(get_class($client) . " closed\n"));
        return parent::connect($host, $port, $timeout, $sock_flag);
    }

    private function connected(self $client): void
    {
        var_dump($client === $this);
        $this->send($this->greeting);
    }

    public function received(string $data): void
    {
        echo "$data\n";
        echo json_encode([
            $this->isConnected(), $this->getsockname()['host'], $this->getpeername()['host'], $this->getPeerCert(), $this->errCode,
            $this->verifyPeerCert(), $this->getTlsInfo(), $this->set(['timeout' => 5]), $this->pause(), $this->sleep(),
            $this->resume(), $this->wakeup(), $this->disableSSL(fn () => null), $this->errCode,
        ]), "\n";
        try {
            $this->recv();
        } catch (Corio\Exception $e) {
            echo "[{$e->getCode()}] {$e->getMessage()}\n";
        }
        parent::close();
    }
}

$greeter = new Greeter(Corio\SOCK_TCP);
var_dump($greeter instanceof Corio\Client);
Corio\Coroutine\run(fn () => $greeter->connect('127.0.0.1', server('echo')->port));
$own = array_map(fn ($method) => $method->name, (new ReflectionClass(Corio\Async\Client::class))->getMethods());
var_dump(array_diff(get_class_methods(Corio\Client::class), $own));
class Forgetful extends Corio\Async\Client
{
    public function __construct()
    {
    }
}
$messages = [];
foreach (array_diff($own, ['__construct', 'recv']) as $method) {
    $arguments = ['set' => [[1]], 'connect' => ['x', 1], 'send' => ['x'], 'on' => ['close', fn () => null], 'sendto' => ['x', 1, 'x'],
        'sendfile' => [__FILE__],
        'enableSSL' => [fn () => null], 'disableSSL' => [fn () => null]];
    try {
        (new Forgetful())->$method(...$arguments[$method] ?? []);
        echo "$method: no exception\n";
    } catch (Corio\Exception $e) {
        $messages[$e->getMessage()] = true;
    }
}
echo implode("\n", array_keys($messages)), "\n";
?>
--EXPECT--
bool(true)
bool(true)
hello
[true,"127.0.0.1","127.0.0.1",false,106,false,false,true,true,true,true,true,false,107]
[509] a client with callbacks has no recv(): what comes is told by onReceive
Greeter closed
array(0) {
}
the object's constructor was not called

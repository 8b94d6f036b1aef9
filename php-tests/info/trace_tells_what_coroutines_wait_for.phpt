--TEST--
info: corio.trace writes a timeline: each coroutine a track, its waits and their phases as spans
--FILE--
<?php
require __DIR__ . '/../include/trace.php';

$files = traced('require ' . var_export(__DIR__ . '/../include/server.php', true) . ';' . <<<'PHP'
use Corio\Coroutine;
use Corio\Coroutine\{Channel, Client, System};
use function Corio\Coroutine\{all, go, run, timeout};
$peer = server('tls_echo');
run(function () use ($peer) {
    $channel = new Channel(1);
    go(function () use ($channel) { System::sleep(0.001); $channel->push(1); });
    go(function () use ($channel) { $channel->pop(); });
    go(function () use ($peer) {
        $client = new Client(Corio\SOCK_TCP | Corio\SSL);
        $client->set(['ssl_cafile' => pki_ca()]);
        $client->connect('localhost', $peer->port);
        $client->send('x');
        $client->recv();
        System::gethostbyname('127.0.0.1');
    });
    try {
        all([fn () => System::sleep(0.001), function () { throw new Exception(); }]);
    } catch (Exception) {
        System::gethostbyname('"quoted" \ and more');
    }
});
PHP);
echo implode(', ', array_keys($files)), $files['']['mode'], "\n";
print_spans($files['']['events']);
$first = array_values(array_filter($files['']['events'], fn ($event) => $event['ph'] === 'B'))[0];
echo preg_replace('~/\S*/corio-trace-\w+~', 'traced.php', json_encode($first['args'], JSON_UNESCAPED_SLASHES)), "\n";
var_dump(ini_set('corio.trace', '/tmp/x'));
?>
--EXPECT--
600
track 0
  the coroutines it has started
track 1
  coroutine #1
    the coroutines it has started
    a DNS look-up ("quoted" \\ and more)
track 2
  coroutine #2
    sleep()
track 3
  coroutine #3
    pop() on a channel (0 of 1)
track 4
  coroutine #4
    connect() (localhost)
      resolve
      connect
      handshake
    send() (localhost:PORT)
    recv() (localhost:PORT)
    a DNS look-up (127.0.0.1)
track 5
  coroutine #5
    sleep()
track 6
  coroutine #6
{"created by":"{main}","at":"traced.php:5"}
bool(false)

--TEST--
callback: sendfile() and shutdown() take their turn behind what was sent before; over TLS, too
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

$file = tempnam(sys_get_temp_dir(), 'corio');
$content = random_bytes(5_000_000);
file_put_contents($file, $content);
$all = str_repeat('a', 3_000_000) . $content . 'between' . substr($content, 1000, 2000) . 'end';
$peer = server('sink', every: 0.001, chunk: 500_000, hash: true);
run(function () use ($peer, $file) {
    $client = quiet([
        'connect' => function ($client) use ($file) {
            $results = [
                $client->send(str_repeat('a', 3_000_000)), $client->sendfile($file), $client->send('between'),
                $client->sendfile($file, 1000, 2000), $client->send('end'), $client->shutdown(Corio\Client::SHUT_WR),
                @$client->sendfile('/nowhere'), @$client->sendfile($file, -1), @$client->sendfile($file, 6_000_000),
            ];
            echo json_encode($results), "\n";
        },
        'close' => fn () => print("closed by the peer\n"),
    ]);
    $client->connect('127.0.0.1', $peer->port);
});
var_dump($peer->says(50) === 'got ' . strlen($all) . ' bytes ' . md5($all));

$received = '';
$client = quiet([
    'connect' => function ($client) use ($file) {
        $client->send('first');
        $client->sendfile($file, 0, 500_000);
        $client->send('last');
    },
    'receive' => function ($client, $data) use (&$received) {
        $received .= $data;
        strlen($received) >= 500_009 && $client->close();
    },
], type: Corio\SOCK_TCP | Corio\SSL);
run(fn () => $client->connect('localhost', server('tls_echo')->port));
var_dump($received === 'first' . substr($content, 0, 500_000) . 'last');

// A file that is cut meanwhile ends the connection: the peer must not take what follows for a part of it.
$peer = server('sink', every: 0.01, chunk: 50_000);
run(fn () => calling([
    'connect' => function ($client) use ($file) {
        $client->send(str_repeat('a', 7_000_000));
        $client->sendfile($file);
        $client->send('never');
        file_put_contents($file, 'short');
    },
])->connect('127.0.0.1', $peer->port));
unlink($file);
?>
--EXPECTF--
[3000000,true,7,true,3,true,false,false,false]
closed by the peer
bool(true)
bool(true)
connect
error [%d] %s
close

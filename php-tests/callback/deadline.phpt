--TEST--
callback: the setting deadline ends a connection that is idle, one that always receives, and one that connects
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use function Corio\Coroutine\run;

$settings = ['deadline' => 0.3];
timed(0.3, 10, fn () => run(fn () => calling([], $settings)->connect('127.0.0.1', server('tarpit')->port)));
timed(0.3, 10, fn () => run(fn () => calling([], $settings)->connect('127.0.0.1', server('tarpit', accept: false)->port)));
$received = 0;
$client = quiet([
    'connect' => fn ($client) => $client->send('SEND 1000'),
    'receive' => function ($client, $data) use (&$received) {
        $received += strlen($data);
        $client->send('SEND 1000');
    },
    'error' => fn ($client) => print("error $client->errCode " . without_ports($client->errMsg) . "\n"),
    'close' => fn () => print("close\n"),
], $settings);
$echo = server('echo');
timed(0.3, 10, fn () => run(fn () => $client->connect('127.0.0.1', $echo->port)));
var_dump($received > 2000);
?>
--EXPECT--
connect
error [110] conversation with 127.0.0.1:PORT failed: timed out after 0.3 s
close
in time
error [110] conversation with 127.0.0.1:PORT failed: timed out after 0.3 s
in time
error 110 conversation with 127.0.0.1:PORT failed: timed out after 0.3 s
close
in time
bool(true)

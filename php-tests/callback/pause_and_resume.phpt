--TEST--
callback: while it is paused nothing is received and the peer is slowed down; nothing is lost or reordered
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

use Corio\Coroutine\System;

$total = 64 << 20;
$peer = server('echo');
$received = 0;
$while_paused = 0;
$most = 0;
Corio\Coroutine\run(function () use ($peer, $total, &$received, &$while_paused, &$most) {
    $is_paused = false;
    $client = quiet([
        'connect' => fn ($client) => $client->send("SEND $total"),
        'receive' => function ($client, $data) use ($total, &$received, &$while_paused, &$most, &$is_paused) {
            $while_paused += (int) $is_paused;
            $received += strlen($data);
            $most = max($most, memory_get_usage());
            if ($received === $total) {
                $client->close();
            } elseif ($received % 7 === 0 && !$is_paused) {
                $is_paused = $client->pause();
                Corio\Coroutine\go(function () use ($client, &$is_paused) {
                    System::sleep(0.005);
                    $is_paused = false;
                    $client->resume();
                });
            }
        },
    ]);
    var_dump($client->pause(), $client->errCode);
    $client->connect('127.0.0.1', $peer->port);
});
var_dump($received === $total, $while_paused, $most < 8 << 20);

// Several packets at once, each behind a pause, and the end behind them.
$peer = server('pieces', pieces: [bin2hex("one\ntwo\nthree\nfour\n")]);
Corio\Coroutine\run(function () use ($peer) {
    $client = calling([
        'receive' => function ($client, $data) {
            $client->sleep();
            echo "  paused\n";
            System::sleep(0.02);
            echo "  goes on\n";
            $client->wakeup();
        },
    ], ['open_eof_split' => true, 'package_eof' => "\n"]);
    $client->connect('127.0.0.1', $peer->port);
});
?>
--EXPECT--
bool(false)
int(5001)
bool(true)
int(0)
bool(true)
connect
receive "one\n"
  paused
  goes on
receive "two\n"
  paused
  goes on
receive "three\n"
  paused
  goes on
receive "four\n"
  paused
  goes on
close

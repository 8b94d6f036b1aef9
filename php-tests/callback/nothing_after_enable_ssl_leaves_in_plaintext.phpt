--TEST--
callback: no byte that is sent after enableSSL() leaves in plaintext, and what was sent before does
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

// The peer reads slowly, so that something waits when the upgrade is asked for.
$peer = server('record_upgrade');
Corio\Coroutine\run(function () use ($peer) {
    $client = quiet([
        'connect' => function ($client) {
            $client->send(str_repeat('p', 3_000_000) . "\n");
            $client->enableSSL(fn () => print("not reached\n"), 5.0);
            $client->send(str_repeat('s', 100_000));
            Corio\Coroutine\System::sleep(0.3);
            $client->send('secret');
            var_dump($client->close());
        },
        'close' => fn () => print("closed\n"),
    ]);
    $client->connect('localhost', $peer->port);
});
echo $peer->says(50), "\n";
?>
--EXPECT--
bool(true)
closed
3000001 bytes of plaintext, then records only

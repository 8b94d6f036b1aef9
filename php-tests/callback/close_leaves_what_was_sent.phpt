--TEST--
callback: what waits to be sent leaves behind close(), unless it is forced
--FILE--
<?php
require __DIR__ . '/../include/calling.php';

foreach ([false, true] as $force) {
    $peer = server('sink', every: 0.002, chunk: 100_000, hash: true);
    $data = random_bytes(6_000_000);
    Corio\Coroutine\run(function () use ($peer, $data, $force) {
        quiet(['connect' => function ($client) use ($data, $force) {
            $client->send($data);
            $client->close($force);
        }])->connect('127.0.0.1', $peer->port);
    });
    // The script goes on meanwhile.
    Corio\Coroutine\System::sleep(0.01);
    for ($said = ''; $said === ''; ) {
        Corio\Coroutine\System::sleep(0.01);
        $said = $peer->says(0.001);
    }
    var_dump($said === 'got 6000000 bytes ' . md5($data));
}
?>
--EXPECT--
bool(true)
bool(false)

--TEST--
tls: sends that are cancelled at many places leave a stream that is whole, and tell how much was taken [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_slow', every: 0.01);
    $client = tls_client($peer, ['socket_buffer_size' => 4096]);
    $sent = hash_init('sha1');
    $cut = 0;
    for ($i = 0; $i < 40; $i++) {
        $data = random_bytes(200_000 + 777 * $i);
        $taken = null;
        $cid = go(function () use ($client, $data, &$taken) { $taken = $client->send($data, -1); });
        System::sleep(0.001 * ($i % 17 + 1));
        Coroutine::cancel($cid);
        if (Coroutine::exists($cid)) {
            Coroutine::join([$cid]);
        }
        hash_update($sent, substr($data, 0, (int) $taken));
        $cut += (int) ($taken < strlen($data));
    }
    $client->send('the end');
    hash_update($sent, 'the end');
    $client->close();
    var_dump($cut > 10, $peer->says(20) === hash_final($sent));
});
?>
--EXPECT--
bool(true)
bool(true)

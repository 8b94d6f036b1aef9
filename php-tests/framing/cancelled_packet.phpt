--TEST--
framing: a cancelled recv() leaves what has come of a packet to the next one [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/face.php';

use Corio\Coroutine;
use Corio\Coroutine\System;

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

run(fn () => plain_and_tls(function (bool $tls) {
    $face = new CoroutineFace();
    $pieces = [bin2hex("one\ntw"), bin2hex('o'), bin2hex("\nthree\n")];
    $peer = server('pieces', pieces: $pieces, on_demand: true, tls: $tls, end: 'hold');
    $client = $face->connected($peer->port, ['open_eof_split' => true, 'package_eof' => "\n"], $tls);
    $client->send('go');
    $face->receive($client);
    for ($i = 0; $i < 2; $i++) {
        $received = null;
        $cid = go(function () use ($client, &$received) { $received = $client->recv(); });
        System::sleep(0.01);
        Coroutine::cancel($cid);
        echo json_encode($received), " [$client->errCode] ", preg_replace(['/#\d+/', '/:\d+/'], ['#N', ':PORT'], $client->errMsg), "\n";
        $client->send('go');
    }
    $face->receive($client, 2);
    $client->close();
}));
?>
--EXPECT--
"one\n"
false [125] receive from localhost:PORT failed: cancelled by coroutine #N
false [125] receive from localhost:PORT failed: cancelled by coroutine #N
"two\n"
"three\n"
the same over TLS

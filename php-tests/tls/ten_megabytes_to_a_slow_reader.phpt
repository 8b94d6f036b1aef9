--TEST--
tls: 10 MB to a server that reads slowly arrive whole [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_slow', every: 0.002);
    $client = tls_client($peer, ['socket_buffer_size' => 16384]);
    $data = random_bytes(10 << 20);
    print_result($client->send($data), $client);
    $client->close();
    var_dump($peer->says(20) === sha1($data));
});
?>
--EXPECT--
10485760
bool(true)

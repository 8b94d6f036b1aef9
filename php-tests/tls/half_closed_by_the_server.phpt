--TEST--
tls: a server that has ended its direction still gets what the client sends [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('tls_half', size: 1 << 20);
    $client = tls_client($peer);
    echo $client->recv(), '|', $client->recv(), "|\n";
    print_result($client->send(str_repeat('x', 1 << 20)), $client);
    echo json_encode($client->recv()), "\n";
    $client->close();
    echo $peer->says(20), "\n";
});
?>
--EXPECT--
goodbye||
1048576
""
1048576 bytes

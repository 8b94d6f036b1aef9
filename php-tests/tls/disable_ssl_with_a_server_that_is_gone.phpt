--TEST--
tls: disableSSL() with a server that ends the stream without ending TLS [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_python', ccc: 'cut');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = tls_client($peer);
    tls_line($client, 'CCC');
    print_result($client->disableSSL(), $client);
    return $client;
}));
?>
--EXPECTF--
false [1017] end of TLS with localhost:%d failed: the peer closed the connection without TLS close_notify (truncated)
no descriptor left

--TEST--
tls: disableSSL() with a server that sends data instead of ending TLS [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_python', ccc: 'data');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = tls_client($peer);
    tls_line($client, 'CCC');
    print_result($client->disableSSL(), $client);
    print_result($client->send('PASS secret'), $client);
    return $client;
}));
?>
--EXPECTF--
false [1017] end of TLS with localhost:%d failed: the peer sends data instead of ending the TLS session
false [5001] send to localhost:%d failed: not connected (the end of TLS failed)
no descriptor left

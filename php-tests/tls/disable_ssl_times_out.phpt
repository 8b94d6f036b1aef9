--TEST--
tls: disableSSL() with a server that never ends TLS takes the timeout, and closes [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_python', ccc: 'silent');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = tls_client($peer);
    tls_line($client, 'CCC');
    timed(0.29, 5, fn () => print_result($client->disableSSL(0.3), $client));
    var_dump($client->connected);
    print_result($client->send('PASS secret'), $client);
    return $client;
}));
?>
--EXPECTF--
false [110] end of TLS with localhost:%d failed: timed out after 0.3 s
in time
bool(false)
false [5001] send to localhost:%d failed: not connected (the end of TLS failed)
no descriptor left

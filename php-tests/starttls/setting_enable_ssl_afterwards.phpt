--TEST--
starttls: enableSSL() after it is an error that leaves the connection [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/starttls_setting.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = starttls_by_setting('smtp', $peer);
    print_result($client->enableSSL(), $client);
    echo smtp($client, 'NOOP');
});
?>
--EXPECTF--
false [106] TLS handshake with localhost:%d failed: already connected
250 OK

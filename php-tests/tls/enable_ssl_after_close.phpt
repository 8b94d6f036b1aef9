--TEST--
tls: enableSSL() after close() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    $client->close();
    print_result($client->enableSSL(), $client);
});
?>
--EXPECTF--
false [5001] %s

--TEST--
tls: enableSSL() on a TLS connection fails and leaves it as it is [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]));
    print_result($client->enableSSL(), $client);
    echo smtp($client, 'NOOP');
});
?>
--EXPECTF--
secured
false [106] %s
250 OK

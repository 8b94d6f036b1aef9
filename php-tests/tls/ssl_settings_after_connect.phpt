--TEST--
tls: ssl_* settings given after connect() count for enableSSL() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port);
    $client->set(['ssl_cafile' => pki_ca()]);
    print_upgrade($client);
});
?>
--EXPECT--
secured

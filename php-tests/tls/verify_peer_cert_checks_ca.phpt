--TEST--
tls: verifyPeerCert() runs the check that was left out: unknown CA [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'unknown');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_verify_peer' => false]);
    print_upgrade($client);
    print_result($client->verifyPeerCert(), $client);
    echo smtp($client, 'NOOP');
});
?>
--EXPECTF--
secured
false [1014] %s
250 OK

--TEST--
tls: verifyPeerCert(true) accepts a self-signed certificate of the right name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'self_signed');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_verify_peer' => false]);
    print_upgrade($client);
    print_result($client->verifyPeerCert(), $client);
    print_result($client->verifyPeerCert(true), $client);
});
?>
--EXPECTF--
secured
false [1014] %s
true

--TEST--
tls: verifyPeerCert() is true for what verification accepts [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_verify_peer' => false]);
    print_upgrade($client);
    print_result($client->verifyPeerCert(), $client);
});
?>
--EXPECT--
secured
true

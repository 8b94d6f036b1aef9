--TEST--
tls: verifyPeerCert() checks ssl_crlfile as it is by then [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_verify_peer' => false]));
    foreach ([[], ['server']] as $revoked) {
        $client->set(['ssl_crlfile' => pki_crl($revoked)]);
        print_result($client->verifyPeerCert(), $client);
    }
});
?>
--EXPECTF--
secured
true
false [1014] %scertificate revoked%s

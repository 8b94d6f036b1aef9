--TEST--
tls: getPeerCert() is the leaf as PEM, and false without TLS [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'intermediate');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    print_result($client->getPeerCert(), $client);
    print_upgrade($client);
    var_dump(trim($client->getPeerCert()) === trim(file_get_contents(pki('intermediate')['cert'])));
});
?>
--EXPECTF--
false [106] %s
secured
bool(true)

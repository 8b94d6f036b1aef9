--TEST--
tls: ssl_ciphers restricts the ciphers of TLS 1.2 [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', protocols: 'TLSv1.2');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_ciphers' => 'ECDHE-ECDSA-AES128-GCM-SHA256']));
});
echo $peer->says(), "\n";
?>
--EXPECTF--
secured
TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256 client=none

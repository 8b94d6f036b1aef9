--TEST--
tls: ssl_verify_peer_name => false accepts any name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'other');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_verify_peer_name' => false]));
});
?>
--EXPECTF--
secured

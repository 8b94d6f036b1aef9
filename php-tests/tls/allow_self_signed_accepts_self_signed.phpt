--TEST--
tls: ssl_allow_self_signed accepts a self-signed certificate of the right name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'self_signed');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_allow_self_signed' => true]));
});
?>
--EXPECTF--
secured

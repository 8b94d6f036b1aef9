--TEST--
tls: an IP address matches an IP SAN [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'ip_only');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()], '127.0.0.1'));
});
?>
--EXPECTF--
secured

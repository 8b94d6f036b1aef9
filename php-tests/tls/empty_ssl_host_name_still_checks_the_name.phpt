--TEST--
tls: ssl_host_name => '' turns SNI off, not the check [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'other');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_host_name' => '']));
});
?>
--EXPECTF--
refused [1014] %s

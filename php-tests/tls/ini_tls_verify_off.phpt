--TEST--
tls: corio.tls_verify=Off changes only the default [coroutine]
--INI--
corio.tls_verify=Off
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'unknown');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port));
    print_upgrade(smtp_starttls($peer->port, ['ssl_verify_peer' => true, 'ssl_cafile' => pki_ca()]));
});
?>
--EXPECTF--
secured
refused [1014] %s

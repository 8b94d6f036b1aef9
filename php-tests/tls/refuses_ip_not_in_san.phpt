--TEST--
tls: refuses an IP address that is not in the certificate [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'name_only');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()], '127.0.0.1');
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

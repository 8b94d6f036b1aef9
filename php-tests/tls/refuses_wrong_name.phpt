--TEST--
tls: refuses a certificate for another name [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'other');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

--TEST--
tls: refuses a leaf whose intermediate is missing [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'intermediate', chain: false);
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

--TEST--
tls: enableSSL() takes a timeout of its own [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', after_220: 'stall');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    return timed(0.19, 1.5, fn () => print_upgrade($client, 0.2));
}));
?>
--EXPECTF--
refused [110] %s
in time
no descriptor left

--TEST--
tls: a reset in mid-handshake [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', after_220: 'reset');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [%d] %s
no descriptor left

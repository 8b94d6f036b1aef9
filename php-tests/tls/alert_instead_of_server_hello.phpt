--TEST--
tls: an alert instead of ServerHello fails the handshake [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', after_220: 'alert');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1018] %s
no descriptor left

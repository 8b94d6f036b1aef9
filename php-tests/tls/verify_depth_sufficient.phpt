--TEST--
tls: ssl_verify_depth counts intermediates only [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'intermediate');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_verify_depth' => 1]));
});
?>
--EXPECTF--
secured

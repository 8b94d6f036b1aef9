--TEST--
tls: the name is compared without case and without one trailing dot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_host_name' => 'MAIL.Test.Local.'], '127.0.0.1'));
});
?>
--EXPECTF--
secured

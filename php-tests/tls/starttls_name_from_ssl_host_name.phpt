--TEST--
tls: ssl_host_name replaces the name for the check, wildcards included [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_host_name' => 'mail.test.local'], '127.0.0.1'));
});
?>
--EXPECTF--
secured

--TEST--
tls: ssl_verify_peer => false turns the name check off too [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'unknown');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_verify_peer' => false, 'ssl_host_name' => 'wrong.example']));
});
?>
--EXPECTF--
secured

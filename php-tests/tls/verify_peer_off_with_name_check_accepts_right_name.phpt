--TEST--
tls: ssl_verify_peer => false with ssl_verify_peer_name needs no CA [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'unknown');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_verify_peer' => false, 'ssl_verify_peer_name' => true]));
});
?>
--EXPECTF--
secured

--TEST--
tls: ssl_protocols restricts the version [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_protocols' => Corio\SSL_TLSv1_2]));
});
echo $peer->says(), "\n";
?>
--EXPECTF--
secured
TLSv1.2 %s

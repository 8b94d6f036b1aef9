--TEST--
tls: STARTTLS with the name that was given to connect() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]));
});
echo $peer->says(), "\n";
?>
--EXPECTF--
secured
TLSv1.3 %s client=none

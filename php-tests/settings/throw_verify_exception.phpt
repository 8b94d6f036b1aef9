--TEST--
settings: throw: a certificate that is refused [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'other');
run(function () use ($peer) {
    try {
        print_upgrade(smtp_starttls($peer->port, ['throw' => true, 'ssl_cafile' => pki_ca()]));
        echo "nothing thrown\n";
    } catch (Corio\NetworkException $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\VerifyException [1014]: %s
phase handshake, host localhost, port %d

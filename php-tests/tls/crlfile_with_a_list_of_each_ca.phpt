--TEST--
tls: ssl_crlfile: lists of all CAs of the chain [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'intermediate');
run(fn () => print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl() . pki_crl(ca: 'sub_ca')])));
?>
--EXPECT--
secured

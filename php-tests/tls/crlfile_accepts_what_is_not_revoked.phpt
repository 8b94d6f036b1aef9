--TEST--
tls: ssl_crlfile: a certificate that is not on the list is accepted [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl(revoked: ['other', 'client'])])));
?>
--EXPECT--
secured

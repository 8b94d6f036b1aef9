--TEST--
tls: ssl_crlfile holds for the default certificates too [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

putenv('SSL_CERT_FILE=' . pki_ca());
$peer = server('starttls');
run(fn () => print_upgrade(smtp_starttls($peer->port, ['ssl_crlfile' => pki_crl(revoked: ['server'])])));
run(fn () => print_upgrade(smtp_starttls($peer->port, ['ssl_crlfile' => pki_crl()])));
?>
--EXPECTF--
refused [1014] %scertificate revoked%s
secured

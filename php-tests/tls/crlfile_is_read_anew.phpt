--TEST--
tls: ssl_crlfile: a replaced file counts from the next handshake on [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
$file = tempnam(sys_get_temp_dir(), 'crl');
run(function () use ($peer, $file) {
    foreach ([[], ['server'], []] as $revoked) {
        file_put_contents("$file.new", pki_crl($revoked));
        rename("$file.new", $file);
        print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca(), 'ssl_crlfile' => $file]))->close();
    }
});
unlink($file);
?>
--EXPECTF--
secured
refused [1014] %scertificate revoked%sin ssl_crlfile /%s
secured

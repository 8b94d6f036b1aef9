--TEST--
tls: ssl_ocsp_stapling takes a good response of the CA or of its responder [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/ocsp.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['ca', 'ocsp'] as $signer) {
        $file = ocsp_response('server', signer: $signer);
        foreach (['-tls1_2', '-tls1_3'] as $version) {
            $peer = server('s_server', args: [$version, '-status_file', $file]);
            foreach (['verify', 'require'] as $mode) {
                print_ocsp($peer, $mode);
            }
        }
    }
});
?>
--EXPECT--
TLSv1.2 ok
TLSv1.2 ok
TLSv1.3 ok
TLSv1.3 ok
TLSv1.2 ok
TLSv1.2 ok
TLSv1.3 ok
TLSv1.3 ok

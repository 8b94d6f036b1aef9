--TEST--
tls: without a stapled response ssl_ocsp_stapling=require refuses, verify does not [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/ocsp.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['-tls1_2', '-tls1_3'] as $version) {
        $peer = server('s_server', args: [$version]);
        print_ocsp($peer, 'verify');
        print_ocsp($peer, 'require');
    }
});
?>
--EXPECT--
TLSv1.2 ok
1014 OCSP stapling: the server sent no response
TLSv1.3 ok
1014 OCSP stapling: the server sent no response

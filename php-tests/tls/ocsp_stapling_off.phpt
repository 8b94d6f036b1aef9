--TEST--
tls: without ssl_ocsp_stapling no response is asked for, and other values throw [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/ocsp.php';

use Corio\Coroutine\Client;

use function Corio\Coroutine\run;

run(function () {
    $peer = server('s_server', args: ['-status_file', ocsp_response('server', 'R')]);
    foreach ([false, null] as $off) {
        print_ocsp($peer, $off);
    }
    foreach ([true, 'must', 1] as $wrong) {
        try {
            (new Client(Corio\SOCK_TCP))->set(['ssl_ocsp_stapling' => $wrong]);
        } catch (Corio\Exception $e) {
            echo $e->getMessage(), "\n";
        }
    }
});
?>
--EXPECT--
TLSv1.3 ok
TLSv1.3 ok
setting "ssl_ocsp_stapling" must be false, verify or require, bool given
setting "ssl_ocsp_stapling" must be false, verify or require, "must" given
setting "ssl_ocsp_stapling" must be false, verify or require, int given

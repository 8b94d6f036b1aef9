--TEST--
tls: a resumed session stands for the response that its first handshake brought [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/ocsp.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['-tls1_2', '-tls1_3'] as $version) {
        $peer = server('s_server', args: [$version, '-rev', '-status_file', ocsp_response('server')]);
        for ($i = 0; $i < 2; $i++) {
            $settings = ['ssl_cafile' => pki_ca(), 'ssl_ocsp_stapling' => 'require'];
            $client = connected($peer->port, $settings, 'localhost', Corio\SOCK_TCP | Corio\SSL);
            $client->send("abc\n");
            echo trim($client->recv()), json_encode($client->getTlsInfo()['resumed']), "\n";
            $client->close();
        }
    }
});
?>
--EXPECT--
cbafalse
cbatrue
cbafalse
cbatrue

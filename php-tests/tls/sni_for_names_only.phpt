--TEST--
tls: SNI carries names and never an IP address [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_names');
$settings = ['ssl_cafile' => pki_ca()];
run(function () use ($peer, $settings) {
    foreach ([['localhost', []], ['127.0.0.1', []], ['127.0.0.1', ['ssl_host_name' => 'test.local']],
        ['localhost', ['ssl_host_name' => '']]] as [$host, $more]) {
        connected($peer->port, $settings + $more, $host, Corio\SOCK_TCP | Corio\SSL);
        echo $peer->says(), "\n";
    }
});
?>
--EXPECT--
sni: localhost
sni: none
sni: test.local
sni: none

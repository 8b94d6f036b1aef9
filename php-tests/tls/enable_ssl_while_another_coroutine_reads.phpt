--TEST--
tls: enableSSL() throws while another coroutine waits in recv() [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    go(fn () => print_result($client->recv(0.1), $client));
    try {
        $client->enableSSL();
    } catch (Corio\Exception $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\Exception [%d]: %s
false [110] %s

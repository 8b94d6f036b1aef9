--TEST--
tls: of two coroutines that call enableSSL() at once the second gets an exception [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$upstream = server('starttls');
$peer = server('drip', to: $upstream->port, every: 0.0001); // so that the handshake takes a while
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    go(fn () => print_upgrade($client));
    try {
        $client->enableSSL();
    } catch (Corio\Exception $e) {
        print_exception($e);
    }
});
echo $upstream->says(), "\n";
?>
--EXPECTF--
Corio\Exception [%d]: the connection to localhost:%d is in use by coroutine #2 at %s:%d; coroutine #1 cannot call enableSSL() on it at %s:%d
secured
TLSv1.%d %s client=none

--TEST--
tls: enableSSL() throws while another coroutine waits in send() on a full socket [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('slow_reader');
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()]);
    go(fn () => var_dump($client->send(str_repeat('x', 64 << 20), 0.3) > 0, $client->errCode));
    try {
        $client->enableSSL();
    } catch (Corio\Exception $e) {
        print_exception($e);
    }
});
?>
--EXPECTF--
Corio\Exception [%d]: the connection to 127.0.0.1:%d is in use by coroutine #2 at %s:%d; coroutine #1 cannot call enableSSL() on it at %s:%d
bool(true)
int(110)

--TEST--
tls: send() and recv() during enableSSL() throw, and nothing leaves in plaintext [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('starttls', after_220: 'record');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    go(fn () => print_upgrade($client, 0.3));
    foreach (['send' => "AUTH PLAIN secret\r\n", 'recv' => 0.1] as $method => $argument) {
        try {
            var_dump($client->$method($argument));
        } catch (Corio\Exception $e) {
            print_exception($e);
        }
    }
});
echo $peer->says(), "\n";
?>
--EXPECTF--
Corio\Exception [%d]: the connection to localhost:%d is in use by coroutine #2 at %s:%d; coroutine #1 cannot call send() on it at %s:%d
Corio\Exception [%d]: the connection to localhost:%d is in use by coroutine #2 at %s:%d; coroutine #1 cannot call recv() on it at %s:%d
refused [110] TLS handshake with localhost:%d failed: timed out after 0.3 s
records only

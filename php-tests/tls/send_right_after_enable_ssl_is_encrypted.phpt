--TEST--
tls: another coroutine gets nothing out before enableSSL() is over, and then encrypted [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$upstream = server('starttls');
$peer = server('drip', to: $upstream->port, every: 0.0001); // so that the handshake takes a while
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    go(fn () => var_dump($client->enableSSL()));
    for ($tries = 0, $sent = false; !$sent; $tries++) {
        try {
            $sent = $client->send("EHLO queued.test\r\n");
        } catch (Corio\Exception) {
            System::sleep(0.001);
        }
    }
    var_dump($tries > 1, $sent);
    echo smtp_reply($client);
});
echo $upstream->says(), "\n";
?>
--EXPECTF--
bool(true)
bool(true)
int(18)
250-mail.test
250 STARTTLS
TLSv1.%d %s client=none

--TEST--
tls: the peer sees no plaintext byte after a failed check [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'other');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    print_upgrade($client);
    $client->send("AUTH PLAIN secret\r\n");
});
echo $peer->says(), "\n";
var_dump($peer->says(0.1));
?>
--EXPECTF--
refused [1014] %s
handshake failed
string(0) ""

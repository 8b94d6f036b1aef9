--TEST--
tls: after a failed upgrade nothing more is sent or read [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', cert: 'other');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    print_upgrade($client);
    print_result($client->send("AUTH PLAIN secret\r\n"), $client);
    print_result($client->recv(), $client);
    print_result($client->peek(), $client);
    print_result($client->enableSSL(), $client);
    print_result($client->close(), $client);
    var_dump($client->connected, $client->isConnected());
});
?>
--EXPECTF--
refused [1014] %s
false [5001] %s
false [5001] %s
false [5001] %s
false [5001] %s
false [5001] %s
bool(false)
bool(false)

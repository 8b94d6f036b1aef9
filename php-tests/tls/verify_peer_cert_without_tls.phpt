--TEST--
tls: verifyPeerCert() without TLS [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo');
run(function () use ($peer) {
    $client = connected($peer->port);
    print_result($client->verifyPeerCert(), $client);
});
?>
--EXPECTF--
false [107] %s

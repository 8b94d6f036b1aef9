--TEST--
tls: SOCK_TCP | SSL: connect() fails on an unknown CA, which is named [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('tls_echo', cert: 'unknown');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca()]);
    return print_result($client->connect('localhost', $peer->port), $client);
}));
echo $peer->says(), "\n";
?>
--EXPECTF--
false [1014] TLS handshake with localhost:%d failed: unable to get local issuer certificate (certificate at depth 0, subject CN=unknown); its issuer CN=Corio test unknown_ca is not among the trusted certificates (ssl_cafile, ssl_capath)
no descriptor left
handshake failed

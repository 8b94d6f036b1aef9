--TEST--
tls: SOCK_TCP | SSL: connect() fails on a revoked certificate [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('tls_echo');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca(), 'ssl_crlfile' => pki_crl(revoked: ['server'])]);
    return print_result($client->connect('localhost', $peer->port), $client);
}));
echo $peer->says(), "\n";
?>
--EXPECTF--
false [1014] TLS handshake with localhost:%d failed: certificate revoked (certificate at depth 0, subject CN=server); by the list of its issuer CN=Corio test ca in ssl_crlfile (PEM string)
no descriptor left
handshake failed

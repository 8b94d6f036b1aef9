--TEST--
tls: SOCK_TCP | SSL: connect() fails on another fingerprint [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\Client;
use function Corio\Coroutine\run;

$peer = server('tls_echo');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = new Client(Corio\SOCK_TCP | Corio\SSL);
    $client->set(['ssl_cafile' => pki_ca(), 'ssl_peer_fingerprint' => pki_key_pin('other')]);
    return print_result($client->connect('localhost', $peer->port), $client);
}));
echo $peer->says(), "\n";
?>
--EXPECTF--
false [1014] TLS handshake with localhost:%d failed: fingerprint mismatch: ssl_peer_fingerprint expects sha256//%s, but the certificate has %x and sha256//%s (certificate at depth 0, subject CN=server)
no descriptor left
handshake failed

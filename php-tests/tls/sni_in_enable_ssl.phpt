--TEST--
tls: enableSSL() sends SNI by itself [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('tls_names');
run(function () use ($peer) {
    $client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost');
    print_result($client->enableSSL(), $client);
    echo $peer->says(), "\n";
});
?>
--EXPECT--
true
sni: localhost

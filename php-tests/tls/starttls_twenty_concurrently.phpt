--TEST--
tls: twenty coroutines upgrade at the same time [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\go;
use function Corio\Coroutine\run;

$peer = server('starttls');
$secured = 0;
run(function () use ($peer, &$secured) {
    for ($i = 0; $i < 20; $i++) {
        go(function () use ($peer, &$secured) {
            $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
            $secured += $client->enableSSL() && str_starts_with(smtp($client, 'QUIT'), '221') ? 1 : 0;
        });
    }
});
echo "$secured secured\n";
?>
--EXPECT--
20 secured

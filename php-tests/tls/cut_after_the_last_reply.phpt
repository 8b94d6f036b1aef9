--TEST--
tls: what came before a truncation is delivered first [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls', end: 'cut');
run(function () use ($peer) {
    $client = print_upgrade(smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]));
    echo smtp($client, 'QUIT');
    print_result($client->recv(), $client);
});
?>
--EXPECTF--
secured
221 bye
false [1017] %s

--TEST--
tls: getTlsInfo() tells version and cipher, and false without TLS [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['ssl_cafile' => pki_ca()]);
    print_result($client->getTlsInfo(), $client);
    print_upgrade($client);
    $info = $client->getTlsInfo();
    var_dump("$info[version] $info[cipher] client=none" === $peer->says());
});
?>
--EXPECTF--
false [%d] %s
secured
bool(true)

--TEST--
tls: the object can connect again after a failed upgrade [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$wrong = server('starttls', cert: 'other');
$right = server('starttls');
run(function () use ($wrong, $right) {
    $client = print_upgrade(smtp_starttls($wrong->port, ['ssl_cafile' => pki_ca()]));
    print_result($client->connect('localhost', $right->port), $client);
    smtp_reply($client);
    smtp($client, 'STARTTLS');
    print_upgrade($client);
});
?>
--EXPECTF--
refused [1014] %s
true
secured

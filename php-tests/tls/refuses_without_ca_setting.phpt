--TEST--
tls: the CAs of the system do not know the test CA [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('starttls');
run(fn () => no_descriptor_left(function () use ($peer) {
    $client = smtp_starttls($peer->port, ['read_timeout' => 2.0]);
    return print_upgrade($client);
}));
?>
--EXPECTF--
refused [1014] %s
no descriptor left

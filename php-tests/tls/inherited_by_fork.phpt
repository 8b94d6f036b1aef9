--TEST--
tls: a forked child that ends sends nothing on its parent's connection, which lives on [coroutine]
--EXTENSIONS--
pcntl
--FILE--
<?php
require __DIR__ . '/../include/server.php';
require __DIR__ . '/../include/fork.php';

$peer = server('tls_echo');
$client = connected($peer->port, ['ssl_cafile' => pki_ca()], 'localhost', Corio\SOCK_TCP | Corio\SSL);
in_a_child(fn () => print_result($client->recv(1), $client));
in_a_child(fn () => print_result($client->close(), $client));
in_a_child(fn () => null);
$client->send('still open');
print_result($client->recv(), $client);
?>
--EXPECTF--
false [5001] %sopened before fork%s
true
"still open"

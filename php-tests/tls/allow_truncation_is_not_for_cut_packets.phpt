--TEST--
tls: under ssl_allow_truncation an end inside a packet or a record is an error all the same [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$packets = ['ssl_allow_truncation' => true, 'open_eof_check' => true, 'package_eof' => "\n"];
run(function () use ($packets) {
    $client = tls_client(server('tls_echo'), $packets);
    $client->send("whole\nin two");
    print_result($client->recv(), $client);
    $client->send('CUT');
    print_result($client->recv(), $client)->close();

    $client = tls_client(server('tls_half', cut: true), $packets);
    print_result($client->recv(), $client);
    print_result($client->recv(), $client)->close();
});
?>
--EXPECTF--
"whole\n"
false [104] receive from localhost:%d failed: %s
"whole\n"
false [1017] receive from localhost:%d failed: the peer closed the connection without TLS close_notify (truncated)

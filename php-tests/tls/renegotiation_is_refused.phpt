--TEST--
tls: a server that wants to renegotiate under TLS 1.2 does not get it [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    foreach (['r', 'R'] as $command) {
        $peer = server('s_server', args: ['-tls1_2']);
        $client = tls_client($peer);
        $client->send("!send hello\n");
        echo receive_until($client, '/\n\z/');
        $client->send("!$command\n");
        print_result($client->recv(), $client);
        while (!str_contains($line = $peer->says(20), 'no renegotiation') && $line !== '');
        echo $line === '' ? 'it did' : 'refused', "\n";
    }
});
?>
--EXPECTF--
hello
false [1017] receive from localhost:%d failed: %shandshake failure%s
refused
hello
false [1017] receive from localhost:%d failed: %shandshake failure%s
refused

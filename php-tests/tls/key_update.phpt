--TEST--
tls: a server that changes its keys in the middle, with and without asking for ours [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('s_server', args: ['-tls1_3']);
    $client = tls_client($peer);
    foreach (['k', 'K', 'K', 'k'] as $i => $command) {
        $client->send("!$command\n");
        while (!str_contains($line = $peer->says(20), 'SSL_do_handshake') && $line !== '');
        $client->send("!send answer $i\n");
        echo receive_until($client, '/\n\z/');
        $client->send("after $i\n");
        while (!str_contains($line = $peer->says(20), "after $i") && $line !== '');
        echo "$line\n";
    }
    $client->close();
});
?>
--EXPECT--
answer 0
after 0
answer 1
after 1
answer 2
after 2
answer 3
after 3

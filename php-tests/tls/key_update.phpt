--TEST--
tls: a server that changes its keys in the middle, with and without asking for ours [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

run(function () {
    $peer = server('s_server', args: ['-tls1_3', '-msg']);
    $client = tls_client($peer);
    foreach (['k', 'K', 'K', 'k'] as $i => $command) {
        $client->send("!$command\n");
        for ($lines = 0; $lines < 1000 && !preg_match('/^>>> .*KeyUpdate/', $peer->says(20)); $lines++);
        $client->send("!send answer $i\n");
        echo receive_until($client, '/\n\z/');
        $client->send("after $i\n");
        $is_answered = false;
        for ($lines = 0; $lines < 1000 && !str_starts_with($line = $peer->says(20), "after $i"); $lines++) {
            $is_answered |= preg_match('/^<<< .*KeyUpdate/', $line);
        }
        echo $line, $is_answered ? ' with other keys' : '', "\n";
    }
    $client->close();
});
?>
--EXPECT--
answer 0
after 0
answer 1
after 1 with other keys
answer 2
after 2 with other keys
answer 3
after 3

--TEST--
client: after the end of its data the peer still reads [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('half_close');
run(function () use ($peer) {
    $client = connected($peer->port);
    print_result($client->recv(), $client);
    print_result($client->recv(), $client);
    print_result($client->send('still here'), $client);
    $client->close();
});
echo $peer->says(), "\n";
?>
--EXPECT--
"bye"
""
10
got: still here

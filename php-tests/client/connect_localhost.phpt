--TEST--
client: localhost is found in the hosts file [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo', greeting: 'hello');
run(function () use ($peer) {
    $client = connected($peer->port, [], 'localhost');
    print_result($client->recv(), $client);
});
?>
--EXPECT--
"hello"

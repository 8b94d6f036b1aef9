--TEST--
client: localhost is the same name in capitals and with a trailing dot [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use function Corio\Coroutine\run;

$peer = server('echo', greeting: 'hello');
run(function () use ($peer) {
    $client = connected($peer->port, [], 'LocalHost.');
    print_result($client->recv(), $client);
});
?>
--EXPECT--
"hello"

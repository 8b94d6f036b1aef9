--TEST--
client: the main program may wait as well [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

$peer = server('echo');
$client = connected($peer->port);
$client->send('hello');
print_result($client->recv(), $client);
?>
--EXPECT--
"hello"

--TEST--
client: peek() shows what recv() will return [coroutine]
--FILE--
<?php
require __DIR__ . '/../include/server.php';

use Corio\Coroutine\System;
use function Corio\Coroutine\run;

$peer = server('echo', greeting: 'hello');
run(function () use ($peer) {
    $client = connected($peer->port);
    System::sleep(0.05);
    print_result($client->peek(2), $client);
    print_result($client->peek(), $client);
    print_result($client->recv(), $client);
});
?>
--EXPECT--
"he"
"hello"
"hello"
